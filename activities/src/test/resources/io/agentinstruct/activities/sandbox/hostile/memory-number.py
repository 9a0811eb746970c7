# A number that has no room.
# expect: (MemoryError|ended by force|OverflowError)
# wall: 3
9 ** 9 ** 9 ** 9
