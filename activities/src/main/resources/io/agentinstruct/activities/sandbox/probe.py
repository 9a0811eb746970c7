"""Tries each wall of the sandbox from within, and names the first that does not stand."""

import os
import resource
import signal
import socket
import sys


def check(processes):
    # A person's groups can't be taken from their programs; 65534 stands for all that are not of this namespace.
    if 0 in (os.getuid(), os.geteuid()) or set(os.getgroups()) - {os.getgid(), 65534}:
        sys.exit("the program would be root or in a group of the host")
    if len([name for name in os.listdir("/proc") if name.isdigit()]) > 2:
        sys.exit("the program would see other processes")
    for pid in ("self", "1"):
        confined(pid)
    own = set("bin code dev etc lib lib32 lib64 proc sbin tmp usr".split())
    for name in set(os.listdir("/")) - own:
        if not sys.base_prefix.startswith("/%s/" % name):
            sys.exit("the program would see the folder /" + name)
    with open("/proc/net/dev") as devices:
        if [line.split(":")[0].strip() for line in devices if ":" in line] != ["lo"]:
            sys.exit("the program would have a network")
    for folder in ("/", "/usr", "/dev", "/code"):
        try:
            open(os.path.join(folder, "written"), "w").close()
        except OSError:
            continue
        sys.exit("the program could write to " + folder)
    try:
        socket.socket(40, socket.SOCK_STREAM)
        sys.exit("the program could reach the hypervisor")
    except OSError:
        pass
    for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE):
        if resource.RLIM_INFINITY in resource.getrlimit(limit):
            sys.exit("the program would have no limits")
    if not bounded(processes):
        sys.exit("the program could start any number of processes")
    print("every wall stands")


def confined(pid):
    """A program may do what the first process of its sandbox may, so both have the same walls."""
    with open("/proc/%s/status" % pid) as lines:
        status = dict(line.rstrip().split(":", 1) for line in lines if ":" in line)
    if status["NoNewPrivs"].strip() != "1" or status["Seccomp"].strip() != "2":
        sys.exit("system calls would not be filtered")
    if any(int(status[name], 16) for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb")):
        sys.exit("the program would have privileges")


def bounded(processes):
    children = []
    try:
        for _ in range(processes + 1):
            child = os.fork()
            if child == 0:
                signal.pause()
                os._exit(0)
            children.append(child)
        return False
    except BlockingIOError:
        return True
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
