# Enters the namespaces of the process above.
# expect: held
import ctypes
import os
libc = ctypes.CDLL(None, use_errno=True)
for name in ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup"):
    for pid in ("1", "self"):
        try:
            handle = os.open("/proc/%s/ns/%s" % (pid, name), os.O_RDONLY)
        except OSError:
            continue
        if libc.setns(handle, 0) == 0:
            print("ESCAPED", pid, name)
print("held")
