# Stops itself, so that it can't end.
# expect: ended by force after 2 seconds
# wall: 2
import os
import signal
os.kill(os.getpid(), signal.SIGSTOP)
