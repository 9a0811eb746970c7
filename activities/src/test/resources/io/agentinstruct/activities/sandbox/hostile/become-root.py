# Takes another user's place, and rights.
# expect: held: 1000 1000
import ctypes
import os
import subprocess
for call in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0]), lambda: os.setresuid(0, 0, 0),
             lambda: os.chown("/tmp", 0, 0)):
    try:
        call()
        print("ESCAPED")
    except OSError:
        pass
for command in (["su", "-c", "id"], ["sudo", "-n", "id"], ["mount", "-t", "tmpfs", "none", "/tmp"]):
    try:
        if subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0:
            print("ESCAPED", command)
    except OSError:
        pass
print("held:", os.getuid(), os.getgid())
