# Makes more files than anybody needs.
# expect: (ended by force|held)
# wall: 3
number = 0
while True:
    try:
        open("/tmp/%d" % number, "w").close()
    except OSError:
        print("held")
        break
    number += 1
