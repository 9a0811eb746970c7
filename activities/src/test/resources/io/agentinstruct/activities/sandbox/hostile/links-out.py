# Links that point outside.
# expect: held
import os
for target in ("{{FOLDER}}/canary", "/proc/1/root{{FOLDER}}/canary", "../../../../../../{{FOLDER}}/canary", "/proc/1/cwd/.."):
    os.symlink(target, "/tmp/link")
    try:
        with open("/tmp/link", "rb") as file:
            print("ESCAPED", target, file.read(5))
    except OSError:
        pass
    try:
        with open("/tmp/link", "w") as file:
            file.write("ESCAPED")
        print("ESCAPED", target)
    except OSError:
        pass
    os.unlink("/tmp/link")
try:
    os.link("/usr/bin/id", "/tmp/hard")
    print("ESCAPED")
except OSError:
    print("held")
