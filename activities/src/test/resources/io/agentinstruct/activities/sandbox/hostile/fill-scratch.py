# Fills its folder.
# expect: held: \[(27|28), .*16
import os
written = 0
reasons = set()
for number in range(100):
    try:
        with open("/tmp/file%d" % number, "wb", buffering=0) as file:
            while True:
                written += file.write(b"x" * 65536)
    except OSError as error:
        reasons.add(error.errno)
print("held:", sorted(reasons), written >> 20)
if written > 17 << 20:
    print("ESCAPED")
