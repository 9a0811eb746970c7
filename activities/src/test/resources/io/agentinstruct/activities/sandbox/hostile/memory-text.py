# A text that doubles.
# expect: (MemoryError|ended by force)
text = "x"
while True:
    text += text
