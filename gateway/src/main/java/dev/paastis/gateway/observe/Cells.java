// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counters with one writer each, which therefore needs no atomic addition. */
final class Cells {
  private Cells() {}

  static void add(AtomicLongArray cells, int index, long value) {
    cells.setRelease(index, cells.getPlain(index) + value);
  }
}
