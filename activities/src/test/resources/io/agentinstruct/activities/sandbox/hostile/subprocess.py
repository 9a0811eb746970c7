# Starts another Python, which has the same walls.
# expect: held: 2
import subprocess
import sys
code = "import socket; socket.create_connection(('127.0.0.1', {{PORT}}), 2); print('ESCAPED')"
held = 0
for command in ([sys.executable, "-c", code], ["sh", "-c", "cat {{FOLDER}}/canary && echo ESCAPED"]):
    done = subprocess.run(command, capture_output=True, text=True)
    held += done.returncode != 0
    print(done.stdout, end="")
print("held:", held)
