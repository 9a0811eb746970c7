# Words of the sandbox in its own output.
# expect: bwrap: .*\[exit code 1\]$
import sys
sys.stderr.write("bwrap: setting up uid map: Permission denied\n")
sys.exit(1)
