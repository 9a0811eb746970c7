# Looks a name up.
# expect: held: gaierror
import socket
try:
    print("ESCAPED", socket.getaddrinfo("example.com", 80))
except OSError as error:
    print("held:", type(error).__name__)
