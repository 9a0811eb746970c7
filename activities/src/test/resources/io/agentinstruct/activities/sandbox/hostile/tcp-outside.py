# Connects to the Internet by number.
# expect: held: OSError .*unreachable
import socket
try:
    socket.create_connection(("1.1.1.1", 443), 2)
    print("ESCAPED")
except OSError as error:
    print("held:", type(error).__name__, error)
