# Finds what a program before it left in its folder.
# expect: held: 0
import os
print("held:", len(os.listdir("/tmp") + os.listdir("/dev/shm")))
open("/tmp/left", "w").close()
open("/dev/shm/left", "w").close()
