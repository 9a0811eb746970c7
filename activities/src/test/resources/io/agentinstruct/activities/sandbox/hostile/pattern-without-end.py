# A regular expression that takes for ever, in C, deaf to interrupts.
# expect: ended by force after 2 seconds
# wall: 2
import re
re.match(r"(a+)+$", "a" * 60 + "b")
