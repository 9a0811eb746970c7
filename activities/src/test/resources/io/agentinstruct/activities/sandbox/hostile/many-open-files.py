# Opens files until it is refused.
# expect: held: 24
kept = []
try:
    while len(kept) < 10_000:
        kept.append(open("/dev/null"))
    print("ESCAPED")
except OSError as error:
    print("held:", error.errno)
