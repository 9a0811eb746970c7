# Connects to a socket in the host's files.
# expect: held: FileNotFoundError
import socket
unix = socket.socket(socket.AF_UNIX)
try:
    unix.connect("{{FOLDER}}/socket")
    print("ESCAPED")
except OSError as error:
    print("held:", type(error).__name__)
