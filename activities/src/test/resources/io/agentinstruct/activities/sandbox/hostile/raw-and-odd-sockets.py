# Raw packets, the hypervisor, the kernel's own families.
# expect: held
import socket
for family in (socket.AF_PACKET, 40, 38, 16, 31, 29):  # vsock, alg, netlink, bluetooth, can
    for kind in (socket.SOCK_RAW, socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        try:
            socket.socket(family, kind)
            print("ESCAPED", family, kind)
        except OSError:
            pass
for family in (socket.AF_INET, socket.AF_INET6):
    try:
        socket.socket(family, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        print("ESCAPED raw")
    except OSError:
        pass
print("held")
