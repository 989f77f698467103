// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.buffer.ByteBuf;

/** One end of a tunnel, as the other end sees it. Lives on the one event loop of both. */
public interface TunnelEnd {
  /** Takes bytes; not flushed. */
  void write(ByteBuf bytes);

  /** Sends what was written. */
  void flush();

  /** Whether it takes more. */
  boolean isWritable();

  /** Reads on, or leaves whoever is at this end waiting. */
  void read(boolean more);

  /** Whether whoever is at this end has said its last word. */
  boolean isInputShutdown();

  /** Says that nothing more comes, after what was written. */
  void endOutput();

  /** Closes this end, after what was written. */
  void close();

  /** A peer that neither listens nor leaves must not keep its end for ever. */
  void closeLater();
}
