# Many processes print at the same time.
# expect: ended by force: it printed more than 4096 kB
import os
for _ in range(4):
    os.fork()
while True:
    os.write(1, b"z" * 60000)
