# The shell's own fork bomb.
# expect: .
# wall: 3
import subprocess
subprocess.run(["sh", "-c", "bomb() { bomb | bomb & }; bomb; sleep 100"])
