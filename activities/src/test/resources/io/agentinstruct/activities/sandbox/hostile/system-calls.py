# The parts of the kernel in which escapes are found.
# expect: held: [1-9]\d*
import ctypes
import platform
libc = ctypes.CDLL(None, use_errno=True)
x86 = {"bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "io_uring_setup": 425, "kexec_load": 246,
       "init_module": 175, "open_by_handle_at": 304, "reboot": 169, "settimeofday": 164, "swapon": 167, "acct": 163,
       "personality": 135, "syslog": 103, "clone3": 435, "fanotify_init": 300, "statmount": 457, "unknown": 900}
arm = {"bpf": 280, "perf_event_open": 241, "userfaultfd": 282, "io_uring_setup": 425, "kexec_load": 104,
       "init_module": 105, "open_by_handle_at": 265, "reboot": 142, "settimeofday": 170, "swapon": 224, "acct": 89,
       "personality": 92, "syslog": 116, "clone3": 435, "fanotify_init": 262, "statmount": 457, "unknown": 900}
held = 0
for name, number in (x86 if platform.machine() == "x86_64" else arm).items():
    ctypes.set_errno(0)
    if libc.syscall(number, 0, 0, 0, 0, 0) >= 0 or ctypes.get_errno() not in (1, 38):
        print("ESCAPED", name, ctypes.get_errno())
    held += 1
print("held:", held)
