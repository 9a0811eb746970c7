# Does nothing, for a long time.
# expect: started\n\[ended by force after 2 seconds\]
# wall: 2
import time
print("started")
time.sleep(10_000)
