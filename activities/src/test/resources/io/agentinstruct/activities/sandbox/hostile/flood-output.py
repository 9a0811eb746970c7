# Prints without end.
# expect: y\n[^$]*the rest of the output is left out.*\[ended by force: it printed more than 4096 kB\]
while True:
    print("y\n" * 1000)
