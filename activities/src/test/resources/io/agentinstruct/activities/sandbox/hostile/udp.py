# Sends a datagram to the host and outside.
# expect: held: unreachable
import socket
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.sendto(b"hello", ("127.0.0.1", {{UDP}}))
try:
    udp.sendto(b"hello", ("8.8.8.8", 53))
    print("ESCAPED")
except OSError:
    print("held: unreachable")
