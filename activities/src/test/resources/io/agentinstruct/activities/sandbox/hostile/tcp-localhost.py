# Connects to a server of the host.
# expect: held: ConnectionRefusedError
import socket
try:
    socket.create_connection(("127.0.0.1", {{PORT}}), 2)
    print("ESCAPED")
except OSError as error:
    print("held:", type(error).__name__)
