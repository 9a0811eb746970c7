# Counts how many processes it gets.
# expect: held: (2\d|3\d)
import os
import signal
count = 0
try:
    while count < 1000:
        if os.fork() == 0:
            signal.pause()
        count += 1
    print("ESCAPED")
except BlockingIOError:
    print("held:", count)
