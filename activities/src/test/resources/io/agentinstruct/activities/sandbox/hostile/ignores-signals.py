# Refuses to be ended.
# expect: ended by force after 2 seconds
# wall: 2
import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    signal.pause()
