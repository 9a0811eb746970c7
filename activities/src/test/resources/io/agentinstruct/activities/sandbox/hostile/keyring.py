# Reads and fills the kernel's keyrings.
# expect: held
import ctypes
import platform
libc = ctypes.CDLL(None, use_errno=True)
add, request, control = (248, 249, 250) if platform.machine() == "x86_64" else (217, 218, 219)
if libc.syscall(add, b"user", b"canary", b"x", 1, -3) >= 0:
    print("ESCAPED add_key")
if libc.syscall(request, b"user", b"canary", None, -3) >= 0:
    print("ESCAPED request_key")
if libc.syscall(control, 0, -3, 0) >= 0:
    print("ESCAPED keyctl")
print("held")
