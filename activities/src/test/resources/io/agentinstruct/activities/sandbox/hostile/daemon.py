# Leaves a process behind that goes on when it has ended.
# expect: \[the program printed nothing\]
import os
import time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in (0, 1, 2):
            os.close(number)
        while True:
            time.sleep(1)
    os._exit(0)
os._exit(0)
