# Signals everything that it may.
# expect: .
import os
import signal
print("held", flush=True)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.kill(-1, signal.SIGTERM)
os.killpg(0, signal.SIGKILL)
