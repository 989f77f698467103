// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection of HTTP/2, frame by frame, so that a test may also break the rules. Made
 * for one thread.
 */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final Queue<Frame> put = new ArrayDeque<>();
  private boolean windows = true;
  private int nextStream = 1;

  /** One frame. */
  record Frame(int type, int flags, int stream, ByteBuf payload, @Nullable Http2Headers fields) {
    Http2Headers headers() {
      return Objects.requireNonNull(fields, "no HEADERS");
    }

    boolean ends() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    int code() {
      return payload.getInt(type == GOAWAY ? 4 : 0);
    }
  }

  /** What came over one stream until it ended; {@code reset} is the code of a reset. */
  record Response(
      List<Http2Headers> heads, String body, @Nullable Integer reset, @Nullable Integer goneAway) {
    Http2Headers head() {
      return heads.stream().filter(head -> !isInformational(head)).findFirst().orElseThrow();
    }

    Http2Headers trailers() {
      return heads.getLast();
    }

    int status() {
      return Integer.parseInt(head().status().toString());
    }

    private static boolean isInformational(Http2Headers head) {
      return head.status() != null && head.status().charAt(0) == '1';
    }
  }

  RawHttp2(Socket socket) {
    this(socket, input(socket));
  }

  /** One whose first bytes may have been read already. */
  RawHttp2(Socket socket, InputStream input) {
    try {
      this.socket = socket;
      socket.setSoTimeout(20_000);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(input);
      out = new DataOutputStream(socket.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream input(Socket socket) {
    try {
      return socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client that has said hello. */
  static RawHttp2 client(int port) {
    try {
      return new RawHttp2(new Socket(InetAddress.getLoopbackAddress(), port)).hello();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawHttp2 hello() throws IOException {
    out.write(PREFACE);
    return frame(SETTINGS, 0, 0, new byte[0]);
  }

  /** Takes a client's hello, as an app does, and says its own. */
  RawHttp2 welcome() throws IOException {
    in.readFully(new byte[PREFACE.length]);
    return frame(SETTINGS, 0, 0, new byte[0]);
  }

  /** Sends no more window updates: the other side may send what it is allowed now. */
  RawHttp2 stopReading() {
    windows = false;
    return this;
  }

  static Http2Headers get(String host, String path) {
    return new DefaultHttp2Headers(false).method("GET").scheme("http").authority(host).path(path);
  }

  static Http2Headers post(String host, String path) {
    return get(host, path).method("POST");
  }

  int request(Http2Headers headers, boolean ends) {
    int id = nextStream;
    nextStream += 2;
    headers(id, headers, ends);
    return id;
  }

  RawHttp2 headers(int id, Http2Headers headers, boolean ends) {
    return frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), id, encode(id, headers));
  }

  byte[] encode(int id, Http2Headers headers) {
    ByteBuf block = Unpooled.buffer();
    try {
      encoder.encodeHeaders(id, headers, block);
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
    return ByteBufUtil.getBytes(block);
  }

  RawHttp2 data(int id, String text, boolean ends) {
    return data(id, text.getBytes(StandardCharsets.UTF_8), ends);
  }

  RawHttp2 data(int id, byte[] bytes, boolean ends) {
    return frame(DATA, ends ? END_STREAM : 0, id, bytes);
  }

  RawHttp2 reset(int id, int code) {
    return frame(RST_STREAM, 0, id, new byte[] {0, 0, 0, (byte) code});
  }

  RawHttp2 frame(int type, int flags, int id, byte[] payload) {
    try {
      out.write(payload.length >>> 16);
      out.writeShort(payload.length & 0xffff);
      out.write(type);
      out.write(flags);
      out.writeInt(id);
      out.write(payload);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame that is not about the connection itself; {@code null} at the end. */
  @Nullable Frame next() {
    try {
      Frame kept = put.poll();
      return kept == null ? nextRead() : kept;
    } catch (EOFException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Frame nextRead() throws IOException {
    while (true) {
      Frame frame = read();
      switch (frame.type()) {
        case SETTINGS -> {
          if ((frame.flags() & ACK) == 0) {
            answer(SETTINGS, ACK, 0, new byte[0]);
          }
        }
        case PING -> {
          if ((frame.flags() & ACK) == 0) {
            answer(PING, ACK, 0, ByteBufUtil.getBytes(frame.payload()));
          }
        }
        case WINDOW_UPDATE -> {}
        default -> {
          return frame;
        }
      }
    }
  }

  /** The other side may have closed, with its last words still to be read. */
  private void answer(int type, int flags, int id, byte[] payload) {
    try {
      frame(type, flags, id, payload);
    } catch (UncheckedIOException e) {
      assertThat(e.getCause()).isInstanceOf(SocketException.class);
    }
  }

  /** The next frame, whatever it is. */
  Frame read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int id = in.readInt() & 0x7fffffff;
    byte[] payload = new byte[length];
    in.readFully(payload);
    if (type == DATA && length > 0 && windows) {
      grow(0, length);
      grow(id, length);
    }
    ByteBuf bytes = Unpooled.wrappedBuffer(payload);
    // At once: each block of fields changes how the next is read.
    return new Frame(type, flags, id, bytes, type == HEADERS ? decode(id, bytes) : null);
  }

  private void grow(int id, int bytes) {
    answer(WINDOW_UPDATE, 0, id, Unpooled.buffer(4).writeInt(bytes).array());
  }

  private Http2Headers decode(int id, ByteBuf block) {
    try {
      return decoder.decodeHeaders(id, block);
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads until that stream ends; frames of others are kept for them. */
  Response response(int id) {
    List<Http2Headers> heads = new ArrayList<>();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<Frame> others = new ArrayList<>();
    Integer reset = null;
    Integer goneAway = null;
    boolean over = false;
    while (!over) {
      Frame frame = next();
      if (frame == null) {
        break;
      }
      if (frame.type() == GOAWAY) {
        goneAway = frame.code();
      } else if (frame.stream() != id) {
        others.add(frame);
      } else if (frame.type() == HEADERS) {
        heads.add(frame.headers());
      } else if (frame.type() == DATA) {
        body.writeBytes(ByteBufUtil.getBytes(frame.payload()));
      } else if (frame.type() == RST_STREAM) {
        reset = frame.code();
      }
      over = frame.stream() == id && (frame.ends() || frame.type() == RST_STREAM);
    }
    put.addAll(others);
    return new Response(heads, body.toString(StandardCharsets.UTF_8), reset, goneAway);
  }

  Response exchange(Http2Headers headers) {
    return response(request(headers, true));
  }

  /** The code with which the other side ended the connection. */
  int goAway() {
    for (Frame frame = next(); frame != null; frame = next()) {
      if (frame.type() == GOAWAY) {
        return frame.code();
      }
    }
    throw new AssertionError("the connection ended without a word");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
