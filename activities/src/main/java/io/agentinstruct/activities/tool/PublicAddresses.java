package io.agentinstruct.activities.tool;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses belong to the public Internet. A table of our own: no predicate of the platform
 * knows unique-local, shared, translated (NAT64, 6to4, Teredo) and reserved addresses, and a
 * cloud's metadata stand behind some of them (IANA special-purpose address registries; RFC 6890).
 */
final class PublicAddresses {
  private static final List<Block> CLOSED_4 =
      List.of(
          block(8, 0), // this network
          block(8, 10), // private
          block(10, 100, 64), // shared by carriers
          block(8, 127), // loopback
          block(16, 169, 254), // link-local, metadata of clouds
          block(12, 172, 16), // private
          block(24, 192, 0, 0), // protocol assignments
          block(24, 192, 0, 2), // documentation
          block(24, 192, 88, 99), // 6to4 relays
          block(16, 192, 168), // private
          block(15, 198, 18), // benchmarks
          block(24, 198, 51, 100), // documentation
          block(24, 203, 0, 113), // documentation
          block(3, 224)); // multicast, reserved, broadcast

  private static final Block GLOBAL_6 =
      block(3, 0x20); // unique-local, link-local, NAT64 lie outside
  private static final List<Block> CLOSED_6 =
      List.of(
          block(23, 0x20, 0x01, 0x00), // Teredo, ORCHID, benchmarks
          block(32, 0x20, 0x01, 0x0d, 0xb8), // documentation
          block(16, 0x20, 0x02), // 6to4
          block(20, 0x3f, 0xff, 0x00)); // documentation

  private PublicAddresses() {}

  /** The first bits that the addresses of a network share. */
  private record Block(int bits, List<Integer> bytes) {
    private boolean holds(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int index = bit / 8;
        int mask = 0x80 >> (bit % 8);
        int ours = index < bytes.size() ? bytes.get(index) : 0;
        if ((ours & mask) != (address[index] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private static Block block(int bits, Integer... bytes) {
    return new Block(bits, List.of(bytes));
  }

  static boolean contain(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 16 && mapped(bytes)) {
      bytes = Arrays.copyOfRange(bytes, 12, 16);
    }
    byte[] judged = bytes;
    if (judged.length == 4) {
      return CLOSED_4.stream().noneMatch(block -> block.holds(judged));
    }
    boolean zoned = address instanceof Inet6Address six && six.getScopeId() != 0;
    return !zoned
        && GLOBAL_6.holds(judged)
        && CLOSED_6.stream().noneMatch(block -> block.holds(judged));
  }

  /** {@code ::ffff:a.b.c.d}, an IPv4 address in other clothes. */
  private static boolean mapped(byte[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
  }
}
