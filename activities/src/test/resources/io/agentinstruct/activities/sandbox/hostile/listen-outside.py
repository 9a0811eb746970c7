# Serves to the host's network.
# expect: served nobody
import socket
server = socket.socket()
server.bind(("0.0.0.0", 0))
server.listen()
server.settimeout(0.3)
try:
    server.accept()
    print("ESCAPED")
except TimeoutError:
    print("served nobody")
