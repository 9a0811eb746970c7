# Connects to an abstract socket of the host.
# expect: held: ConnectionRefusedError
import socket
unix = socket.socket(socket.AF_UNIX)
try:
    unix.connect("\0{{ABSTRACT}}")
    print("ESCAPED")
except OSError as error:
    print("held:", type(error).__name__)
