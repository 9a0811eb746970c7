# Uses what it was not given: file descriptors of the host.
# expect: held: 0 1 2$
import os
theirs = []
for number in range(0, 1024):
    try:
        os.fstat(number)
        theirs.append(number)
    except OSError:
        pass
print("held:", *theirs)
