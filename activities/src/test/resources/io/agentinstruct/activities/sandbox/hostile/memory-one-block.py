# Sixteen gigabytes at once.
# expect: held: MemoryError
try:
    bytearray(16 << 30)
    print("ESCAPED")
except MemoryError:
    print("held: MemoryError")
