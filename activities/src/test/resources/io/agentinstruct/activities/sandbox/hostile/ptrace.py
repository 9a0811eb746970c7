# Watches another process.
# expect: held
import ctypes
import os
libc = ctypes.CDLL(None, use_errno=True)
for request in (16, 0x4206, 0):  # attach, seize, trace me
    if libc.ptrace(request, 1 if request else 0, 0, 0) == 0:
        print("ESCAPED", request)
print("held")
