# One file of a terabyte, mostly hole.
# expect: held: 27
try:
    with open("/tmp/big", "wb") as file:
        file.truncate(1 << 40)
    print("ESCAPED")
except OSError as error:
    print("held:", error.errno)
