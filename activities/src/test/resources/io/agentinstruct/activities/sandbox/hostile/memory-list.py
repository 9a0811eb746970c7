# A list without end.
# expect: (MemoryError|ended by force)
hoard = []
while True:
    hoard.append(bytearray(10_000_000))
