package io.agentinstruct.activities.seed;

import java.util.HexFormat;

/** The ids of a reading, 128 bits each, without an object for any: a million take 32 MB. */
final class SeenIds {
  private static final int HALF = 16;

  private long[] slots = new long[1 << 11];
  private int size;
  private boolean zero;

  /** Whether the id is new. */
  boolean add(String id) {
    long high = HexFormat.fromHexDigitsToLong(id, 0, HALF);
    long low = HexFormat.fromHexDigitsToLong(id, HALF, 2 * HALF);
    if (high == 0 && low == 0) { // would look like an empty slot
      boolean first = !zero;
      zero = true;
      return first;
    }
    if (size * 3L > slots.length) { // two longs an id: two thirds full
      grow();
    }
    boolean added = put(slots, high, low);
    size += added ? 1 : 0;
    return added;
  }

  private void grow() {
    long[] wider = new long[Math.multiplyExact(slots.length, 2)];
    for (int slot = 0; slot < slots.length; slot += 2) {
      if (slots[slot] != 0 || slots[slot + 1] != 0) {
        put(wider, slots[slot], slots[slot + 1]);
      }
    }
    slots = wider;
  }

  /** An id is a digest already: its own bits are the best hash of it. */
  private static boolean put(long[] slots, long high, long low) {
    int slot = ((int) low << 1) & (slots.length - 1);
    while (slots[slot] != 0 || slots[slot + 1] != 0) {
      if (slots[slot] == high && slots[slot + 1] == low) {
        return false;
      }
      slot = (slot + 2) & (slots.length - 1);
    }
    slots[slot] = high;
    slots[slot + 1] = low;
    return true;
  }
}
