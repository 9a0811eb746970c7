package io.agentinstruct.activities.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The system calls that sandboxed code can't make, as a seccomp program (Linux,
 * Documentation/userspace-api/seccomp_filter.rst). It is a second wall: namespaces do most, but not
 * for keyrings, sockets to the hypervisor, memory outside of the address space, and the parts of
 * the kernel in which escapes are found. Numbers are of the kernel's tables for x86-64 and arm64;
 * {@code -} = there is none.
 */
final class SyscallFilter {
  private static final String DENIED =
      """
      ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271, process_madvise 440 440,
      kcmp 312 272, pidfd_getfd 438 438, mount 165 40, umount2 166 39, pivot_root 155 41,
      chroot 161 51, open_tree 428 428, move_mount 429 429, fsopen 430 430, fsconfig 431 431,
      fsmount 432 432, fspick 433 433, mount_setattr 442 442, swapon 167 224, swapoff 168 225,
      reboot 169 142, sethostname 170 161, setdomainname 171 162, init_module 175 105,
      finit_module 313 273, delete_module 176 106, kexec_load 246 104, kexec_file_load 320 294,
      acct 163 89, quotactl 179 60, quotactl_fd 443 443, bpf 321 280, perf_event_open 298 241,
      userfaultfd 323 282, io_uring_setup 425 425, io_uring_enter 426 426,
      io_uring_register 427 427, add_key 248 217, request_key 249 218, keyctl 250 219,
      unshare 272 97, setns 308 268, personality 135 92, memfd_create 319 279,
      memfd_secret 447 447, shmget 29 194, shmat 30 196, msgget 68 186, semget 64 190,
      mq_open 240 180, name_to_handle_at 303 264, open_by_handle_at 304 265,
      fanotify_init 300 262, lookup_dcookie 212 18, settimeofday 164 170, clock_settime 227 112,
      clock_adjtime 305 266, adjtimex 159 171, iopl 172 -, ioperm 173 -, modify_ldt 154 -,
      syslog 103 116, vhangup 153 58, nfsservctl 180 42, uselib 134 -, ustat 136 -, sysfs 139 -,
      _sysctl 156 -, vmsplice 278 75, migrate_pages 256 238, move_pages 279 239, mbind 237 235,
      set_mempolicy 238 237
      """;
  private static final String CLONE = "clone 56 220, clone3 435 435";
  private static final String SOCKETS = "socket 41 198, socketpair 53 199";

  /** Later calls than this are new: they don't exist for the program, until someone has looked. */
  private static final int LAST_KNOWN = 450;

  private static final int NEW_NAMESPACES = 0x7E02_0000;
  private static final List<Integer> FAMILIES = List.of(1, 2, 10); // unix, IPv4, IPv6

  private static final int LOAD = 0x20;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_ABOVE = 0x25;
  private static final int IF_BITS = 0x45;
  private static final int RETURN = 0x06;

  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;

  private static final int ALLOW = 0x7FFF_0000;
  private static final int KILL = 0x8000_0000;
  private static final int ERROR = 0x0005_0000;
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final int EAFNOSUPPORT = 97;

  private final Machine machine;
  private final ByteBuffer program = ByteBuffer.allocate(4_096).order(ByteOrder.LITTLE_ENDIAN);

  private SyscallFilter(Machine machine) {
    this.machine = machine;
  }

  private enum Machine {
    X86_64(0xC000_003E, 1),
    ARM64(0xC000_00B7, 2);

    private final int code;
    private final int column;

    Machine(int code, int column) {
      this.code = code;
      this.column = column;
    }
  }

  /**
   * @param architecture as Java's property {@code os.arch} names it
   * @return empty: calls of that machine are not known here
   */
  static Optional<byte[]> of(String architecture) {
    return switch (architecture.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(new SyscallFilter(Machine.X86_64).bytes());
      case "aarch64", "arm64" -> Optional.of(new SyscallFilter(Machine.ARM64).bytes());
      default -> Optional.empty();
    };
  }

  private byte[] bytes() {
    add(LOAD, 0, 0, ARCHITECTURE);
    add(IF_EQUAL, 1, 0, machine.code);
    add(RETURN, 0, 0, KILL);
    add(LOAD, 0, 0, NUMBER);
    add(IF_ABOVE, 0, 1, LAST_KNOWN);
    add(RETURN, 0, 0, ERROR | ENOSYS);
    for (int number : numbers(DENIED).values()) {
      refuse(number, EPERM);
    }
    Map<String, Integer> clone = numbers(CLONE);
    // The C library then takes the older call, whose flags can be looked at.
    refuse(number(clone, "clone3"), ENOSYS);
    add(IF_EQUAL, 0, 4, number(clone, "clone"));
    add(LOAD, 0, 0, FIRST_ARGUMENT);
    add(IF_BITS, 0, 1, NEW_NAMESPACES);
    add(RETURN, 0, 0, ERROR | EPERM);
    add(RETURN, 0, 0, ALLOW);
    for (int number : numbers(SOCKETS).values()) {
      onlyFamilies(number);
    }
    add(RETURN, 0, 0, ALLOW);
    byte[] bytes = new byte[program.position()];
    program.get(0, bytes);
    return bytes;
  }

  private void onlyFamilies(int number) {
    int families = FAMILIES.size();
    add(IF_EQUAL, 0, families + 3, number);
    add(LOAD, 0, 0, FIRST_ARGUMENT);
    for (int i = 0; i < families; i++) {
      add(IF_EQUAL, families - i, 0, FAMILIES.get(i));
    }
    add(RETURN, 0, 0, ERROR | EAFNOSUPPORT);
    add(RETURN, 0, 0, ALLOW);
  }

  private void refuse(int number, int error) {
    add(IF_EQUAL, 0, 1, number);
    add(RETURN, 0, 0, ERROR | error);
  }

  /** One instruction: its code, how many to skip if it holds and if not, and its constant. */
  private void add(int code, int then, int otherwise, int constant) {
    program.putShort((short) code).put((byte) then).put((byte) otherwise).putInt(constant);
  }

  private Map<String, Integer> numbers(String table) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String line : table.strip().split(",\\s*", -1)) {
      String[] words = line.split("\\s+", -1);
      String number = words[machine.column];
      if (!number.equals("-")) {
        numbers.put(words[0], Integer.valueOf(number));
      }
    }
    return numbers;
  }

  private static int number(Map<String, Integer> numbers, String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalStateException("no number of " + name);
    }
    return number;
  }
}
