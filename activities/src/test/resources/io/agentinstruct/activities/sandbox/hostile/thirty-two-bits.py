# Calls the kernel by its old 32-bit gate, whose numbers are others.
# expect: (held|signal \d+)
import ctypes
import mmap
import platform
if platform.machine() != "x86_64":
    print("held")
    raise SystemExit
# mov eax, 20 (getpid); int 0x80; ret
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
print("ESCAPED" if call() > 0 else "held")
