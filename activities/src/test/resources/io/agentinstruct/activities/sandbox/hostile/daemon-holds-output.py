# Leaves a process behind that keeps the output open.
# expect: ^ended$
import subprocess
subprocess.Popen(["sleep", "1000"], start_new_session=True)
print("ended")
