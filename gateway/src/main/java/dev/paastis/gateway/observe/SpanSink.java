// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

/** Takes finished spans away. Called by event loops: must not block, and drops what is too much. */
public interface SpanSink {
  /** A span has ended. */
  void ended(Span span);
}
