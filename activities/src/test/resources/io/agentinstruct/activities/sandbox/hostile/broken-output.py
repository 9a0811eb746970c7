# Closes and mixes up its file descriptors.
# expect: said by another way
import os
os.dup2(1, 9)
os.close(0)
os.close(1)
os.close(2)
for number in range(3, 9):
    try:
        os.close(number)
    except OSError:
        pass
os.write(9, b"said by another way")
os._exit(0)
