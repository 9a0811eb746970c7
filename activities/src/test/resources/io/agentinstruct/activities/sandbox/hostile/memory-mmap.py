# Maps memory that no object owns.
# expect: held
import mmap
maps = []
try:
    while len(maps) < 100:
        maps.append(mmap.mmap(-1, 64 << 20))
        maps[-1].write(b"x" * (64 << 20))
    print("ESCAPED")
except (OSError, MemoryError):
    print("held")
