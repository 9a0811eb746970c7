# Makes itself root in namespaces of its own.
# expect: held
import ctypes
import subprocess
libc = ctypes.CDLL(None, use_errno=True)
for flags in (0x10000000, 0x00020000, 0x40000000, 0x20000000):
    if libc.unshare(flags) == 0:
        print("ESCAPED", hex(flags))
    if libc.syscall(56, flags | 17, 0, 0, 0, 0) >= 0:
        print("ESCAPED clone", hex(flags))
if subprocess.run(["unshare", "--user", "--map-root-user", "id"], capture_output=True).returncode == 0:
    print("ESCAPED")
print("held")
