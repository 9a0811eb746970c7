# One line of three megabytes.
# expect: x{4000}\n\[the rest of the output is left out\]$
print("x" * 3_000_000)
