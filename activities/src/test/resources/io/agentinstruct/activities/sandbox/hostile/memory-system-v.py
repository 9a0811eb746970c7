# Shared memory of System V, which outlives who made it.
# expect: held
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
print("ESCAPED" if libc.shmget(0, 1 << 20, 0o1600) >= 0 else "held")
