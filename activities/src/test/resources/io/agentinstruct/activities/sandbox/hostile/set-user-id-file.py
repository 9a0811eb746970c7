# Leaves a file that lends rights.
# expect: held
import os
import shutil
shutil.copy("/usr/bin/id", "/tmp/id")
os.chmod("/tmp/id", 0o6755)
os.system("/tmp/id -u | grep -qx 0 && echo ESCAPED")
try:
    os.mknod("/tmp/disk", 0o060666, os.makedev(8, 0))
    print("ESCAPED")
except OSError:
    print("held")
