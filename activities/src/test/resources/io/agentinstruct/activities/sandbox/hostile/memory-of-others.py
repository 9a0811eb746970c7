# Reads and writes the memory, the files and the root of the process above.
# expect: held
import ctypes
import os
for what in ("mem", "root", "cwd/..", *("fd/%d" % number for number in range(3, 64))):
    path = "/proc/1/" + what
    if os.path.isdir(path):
        if os.path.exists(path + "{{FOLDER}}"):
            print("ESCAPED", path)
        continue
    for mode in ("rb", "r+b"):
        try:
            with open(path, mode) as file:
                print("ESCAPED", path, file.read(1))
        except OSError:
            pass
libc = ctypes.CDLL(None, use_errno=True)
if libc.process_vm_readv(1, None, 0, None, 0, 0) >= 0:
    print("ESCAPED")
print("held")
