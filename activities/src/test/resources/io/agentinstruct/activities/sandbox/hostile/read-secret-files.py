# Reads what a host keeps for itself.
# expect: held
import glob
for name in ["{{FOLDER}}/canary", "/etc/passwd", "/etc/shadow", "/etc/hostname", "/etc/hosts",
             "/etc/resolv.conf", "/etc/ssl/private", "/root/.bashrc", "/proc/kcore", "/proc/kmsg",
             "/var/run/docker.sock", "/run/secrets", "/sys/kernel/notes"]:
    try:
        with open(name, "rb") as file:
            print("ESCAPED", name, file.read(10))
    except OSError:
        pass
for folder in ("/root/*", "/home/*/.*", "/var/*", "/run/*", "/opt/*", "/mnt/*", "/srv/*", "/sys/*", "/work/*"):
    if glob.glob(folder):
        print("ESCAPED", folder, glob.glob(folder))
print("held")
