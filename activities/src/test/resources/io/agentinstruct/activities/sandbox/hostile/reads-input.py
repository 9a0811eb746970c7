# Waits for input that never comes.
# expect: EOFError
input("more? ")
