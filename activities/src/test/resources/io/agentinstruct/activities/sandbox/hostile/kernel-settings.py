# Changes settings of the kernel.
# expect: held
for name in ("/proc/sys/kernel/hostname", "/proc/sys/vm/drop_caches", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger",
             "/proc/sys/net/ipv4/ip_forward", "/proc/1/oom_score_adj", "/proc/self/uid_map", "/proc/self/setgroups",
             "/sys/kernel/mm/ksm/run", "/sys/fs/cgroup/cgroup.procs", "/proc/self/attr/current", "/proc/irq/0/smp_affinity"):
    try:
        with open(name, "w") as file:
            file.write("1")
        if name != "/proc/1/oom_score_adj":
            print("ESCAPED", name)
    except OSError:
        pass
print("held")
