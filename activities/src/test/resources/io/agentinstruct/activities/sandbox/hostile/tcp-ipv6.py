# Connects by IPv6, to the host and outside.
# expect: held held
import socket
for address in ("::1", "2606:4700:4700::1111"):
    try:
        socket.create_connection((address, {{PORT}}), 2)
        print("ESCAPED")
    except OSError:
        print("held", end=" ")
