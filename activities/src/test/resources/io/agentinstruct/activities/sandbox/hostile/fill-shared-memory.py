# Fills the other folder that lies in memory.
# expect: held: 28
try:
    for number in range(100):
        with open("/dev/shm/file%d" % number, "wb", buffering=0) as file:
            for _ in range(100):
                if file.write(b"x" * 65536) < 65536:
                    break
    print("ESCAPED")
except OSError as error:
    print("held:", error.errno)
