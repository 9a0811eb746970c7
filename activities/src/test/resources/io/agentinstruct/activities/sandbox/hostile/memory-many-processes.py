# Each process keeps its limit; all together do not.
# expect: (ended by force: it used more than 512 MB of memory|MemoryError)
import os
import time
for _ in range(8):
    if os.fork() == 0:
        hoard = b"x" * (200 << 20)
        time.sleep(100)
time.sleep(100)
