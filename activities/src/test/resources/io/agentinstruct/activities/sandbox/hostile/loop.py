# Never ends.
# expect: ended by force after 2 seconds
# wall: 2
while True:
    pass
