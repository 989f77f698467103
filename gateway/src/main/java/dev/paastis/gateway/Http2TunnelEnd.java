// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.forward.Tunnel;
import dev.paastis.gateway.forward.TunnelEnd;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a WebSocket over a stream. What the client sends before the app has agreed is
 * kept; it is not more than the stream's window, as none of it counts as taken.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8441">RFC 8441</a>
 */
final class Http2TunnelEnd implements TunnelEnd {
  private final Http2ClientStream stream;
  private final Http2Answer answer;
  private final Queue<ByteBuf> early = new ArrayDeque<>(2);
  private @Nullable TunnelEnd app;
  private Tunnel.@Nullable Traffic traffic;
  private boolean reading = true;
  private boolean inputEnded;

  Http2TunnelEnd(Http2ClientStream stream, Http2Answer answer) {
    this.stream = stream;
    this.answer = answer;
  }

  /** The app has agreed: what was kept goes to it, and all that follows. */
  void open(TunnelEnd to, Tunnel.Traffic through) {
    app = to;
    traffic = through;
    for (ByteBuf next = early.poll(); next != null; next = early.poll()) {
      through.toApp(next.readableBytes());
      to.write(next);
    }
    to.flush();
    if (inputEnded) {
      to.endOutput();
    }
  }

  /** The client sent something, or its last word. */
  void data(ByteBuf bytes, boolean ends) {
    inputEnded = ends;
    TunnelEnd to = app;
    if (to == null) {
      early.add(bytes.retain());
      return;
    }
    if (traffic != null) {
      traffic.toApp(bytes.readableBytes());
    }
    to.write(bytes.retain());
    if (ends) {
      to.endOutput();
    } else {
      to.flush();
    }
  }

  /** Whether the app takes more of what the client sends. */
  boolean wantsMore() {
    return app != null && reading;
  }

  /** The client takes more, or does not. */
  void writabilityChanged() {
    if (app != null) {
      app.read(isWritable());
    }
  }

  /** The stream is closed. */
  void closed() {
    inputEnded = true;
    early.forEach(ByteBuf::release);
    early.clear();
    if (app != null) {
      app.close();
      app.closeLater();
    }
  }

  @Override
  public void write(ByteBuf bytes) {
    answer.bytes(bytes);
  }

  @Override
  public void flush() {
    answer.flush();
  }

  @Override
  public boolean isWritable() {
    return answer.isWritable();
  }

  @Override
  public void read(boolean more) {
    reading = more;
    stream.updateReading();
  }

  @Override
  public boolean isInputShutdown() {
    return inputEnded;
  }

  @Override
  public void endOutput() {
    stream.endOutput();
  }

  @Override
  public void close() {
    endOutput();
    if (!inputEnded) {
      answer.cutRequest();
    }
  }

  @Override
  public void closeLater() {
    stream.closeLater();
  }
}
