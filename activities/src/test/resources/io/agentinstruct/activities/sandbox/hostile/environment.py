# Reads the secrets in the environment, of this process and of those above.
# expect: held: HOME
import os
for pid in ["self", *filter(str.isdigit, os.listdir("/proc"))]:
    try:
        with open("/proc/%s/environ" % pid, "rb") as file:
            if b"{{SECRET}}" in file.read():
                print("ESCAPED", pid)
    except OSError:
        pass
if "{{SECRET}}" in str(os.environ):
    print("ESCAPED")
print("held:", *sorted(os.environ))
