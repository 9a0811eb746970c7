# Looks for the processes of the host.
# expect: held: 1 \d+
import os
pids = sorted(int(name) for name in os.listdir("/proc") if name.isdigit())
for pid in pids:
    with open("/proc/%d/cmdline" % pid, "rb") as file:
        line = file.read()
    if b"java" in line or b"{{SECRET}}" in line:
        print("ESCAPED", line)
print("held:", *pids)
