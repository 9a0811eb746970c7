# Memory behind file descriptors, which no limit of address space counts.
# expect: held
import os
try:
    os.memfd_create("hoard")
    print("ESCAPED")
except OSError:
    print("held")
