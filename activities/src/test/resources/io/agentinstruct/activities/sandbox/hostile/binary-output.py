# Bytes that are no text, and orders to a terminal.
# expect: ^\uFFFD+\[31mred\uFFFD\]0;title\uFFFD\s
import os
os.write(1, b"\xff\xfe\x00\x1b[31mred\x1b]0;title\x07\n" + bytes(range(128, 256)))
