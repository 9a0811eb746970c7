# Writes wherever a program may wish to.
# expect: held
import os
for name in ["{{FOLDER}}/canary", "{{FOLDER}}/new", "/etc/passwd", "/usr/bin/new", "/usr/lib/new", "/new",
             "/code/main.py", "/code/new", "/dev/new", "/proc/new", "/root/new", "/home/new", "/var/tmp/new"]:
    try:
        with open(name, "w") as file:
            file.write("ESCAPED")
        print("ESCAPED", name)
    except OSError:
        pass
print("held")
