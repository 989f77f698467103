// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

/**
 * How much of the bodies of requests that wait one event loop reads ahead. Each request has a small
 * window of its own, however many there are. A few may have more while the common allowance lasts,
 * so that usual uploads are read to their end: a client that then leaves is noticed at once, while
 * one that is not read from is noticed only when it is its turn. Belongs to its loop.
 */
final class ReadAhead {
  private static final int WINDOW_BYTES = 16 << 10;
  private static final int LARGE_WINDOW_BYTES = 1 << 20;
  private static final long ALLOWANCE_BYTES = 8 << 20;

  private long takenBytes;

  void take(int bytes) {
    takenBytes += bytes;
  }

  void giveBack(int bytes) {
    takenBytes -= bytes;
  }

  /** Whether a request that has that much kept may have more. */
  boolean hasRoom(int keptBytes) {
    return keptBytes < WINDOW_BYTES
        || (keptBytes < LARGE_WINDOW_BYTES && takenBytes < ALLOWANCE_BYTES);
  }
}
