# Talks to devices.
# expect: held: .*null.*zero
import os
allowed = {"null", "zero", "full", "random", "urandom", "tty", "console", "pts", "ptmx", "shm", "fd", "core",
           "stdin", "stdout", "stderr"}
there = set(os.listdir("/dev"))
if there - allowed:
    print("ESCAPED", there - allowed)
for name in ("mem", "kmsg", "sda", "vda", "kvm", "fuse", "net/tun", "tty0", "tty"):
    try:
        os.close(os.open("/dev/" + name, os.O_RDWR))
        print("ESCAPED", name)
    except OSError:
        pass
print("held:", *sorted(there))
