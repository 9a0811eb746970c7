# Forks until nothing moves.
# expect: (ended by force|BlockingIOError|exit code|signal)
# wall: 3
import os
while True:
    try:
        os.fork()
    except BlockingIOError:
        pass
