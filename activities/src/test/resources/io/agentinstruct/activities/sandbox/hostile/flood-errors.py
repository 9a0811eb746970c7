# Prints to its error output without end.
# expect: ended by force: it printed more than 4096 kB
import sys
while True:
    sys.stderr.write("error\n" * 1000)
