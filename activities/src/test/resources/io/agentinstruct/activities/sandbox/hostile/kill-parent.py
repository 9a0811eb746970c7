# Ends the process above, the host's, and its own group.
# expect: held
import os
import signal
for pid in (os.getppid(), {{PID}}, {{JVM}}):
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP):
        try:
            os.kill(pid, number)
            if pid != os.getppid():
                print("ESCAPED", pid)
        except OSError:
            pass
print("held")
