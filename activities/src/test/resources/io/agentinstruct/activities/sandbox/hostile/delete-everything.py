# Deletes all that it sees.
# expect: held: 1[0-9]*
import os
import shutil
shutil.rmtree("/", ignore_errors=True)
os.system("rm -rf --no-preserve-root / 2>/dev/null")
print("held:", int(os.path.exists("/usr/bin/prlimit")))
