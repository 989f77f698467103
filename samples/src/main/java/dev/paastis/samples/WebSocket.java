// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The server's side of a WebSocket. One thread may read while others send.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455">RFC 6455</a>
 */
final class WebSocket {
  /** The most that a message may have, over all of its fragments. */
  static final int MAX_MESSAGE_BYTES = 64 * 1024;

  private static final int MAX_FRAGMENTS = 256;
  private static final int MAX_CONTROL_BYTES = 125;
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  private static final int NORMAL = 1000;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int NOT_TEXT = 1007;
  private static final int TOO_BIG = 1009;

  private final InputStream in;
  private final OutputStream out;
  private boolean closeSent;

  WebSocket(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** What is spoken once a connection is upgraded. */
  interface Talk {
    void with(WebSocket socket) throws IOException;
  }

  /** A whole message: a text or bytes. */
  record Message(boolean isText, ByteBuffer content) {
    String text() {
      return UTF_8.decode(content.duplicate()).toString();
    }
  }

  private record Frame(boolean last, int opcode, ByteBuffer content) {}

  /** The answer to a request for a WebSocket. */
  static Answer upgrade(Request request, Talk talk) {
    String key = request.header("sec-websocket-key");
    if (!request.header("upgrade").equalsIgnoreCase("websocket") || key.isEmpty()) {
      return Answer.text(426, "text/plain", "this path speaks WebSocket\n");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Upgrade", "websocket");
    headers.put("Connection", "Upgrade");
    headers.put("Sec-WebSocket-Accept", accept(key));
    return new Answer(101, headers, Answer.UPGRADED, (in, out) -> speak(in, out, talk));
  }

  private static void speak(InputStream in, OutputStream out, Talk talk) throws IOException {
    out.flush();
    talk.with(new WebSocket(in, out));
  }

  private static String accept(String key) {
    try {
      byte[] text = (key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** The next message; empty once the socket is closed. Answers pings and the closing handshake. */
  Optional<Message> receive() throws IOException {
    try {
      return message();
    } catch (Violation e) {
      sendClose(e.code);
      return Optional.empty();
    } catch (EOFException e) {
      // gone without a word, as browsers do when a page is left
      return Optional.empty();
    }
  }

  private Optional<Message> message() throws IOException, Violation {
    var content = new ByteArrayOutputStream();
    int opcode = CONTINUATION;
    for (int fragments = 0; fragments < MAX_FRAGMENTS; ) {
      Frame frame = frame();
      if (frame.opcode() == CLOSE) {
        sendClose(NORMAL);
        return Optional.empty();
      }
      if (frame.opcode() >= CLOSE) {
        control(frame);
        continue;
      }
      require((frame.opcode() == CONTINUATION) == (opcode != CONTINUATION), PROTOCOL_ERROR);
      opcode = opcode == CONTINUATION ? frame.opcode() : opcode;
      content.write(frame.content().array());
      require(content.size() <= MAX_MESSAGE_BYTES, TOO_BIG);
      if (frame.last()) {
        return Optional.of(message(opcode == TEXT, content.toByteArray()));
      }
      fragments++;
    }
    throw new Violation(TOO_BIG);
  }

  private static Message message(boolean text, byte[] content) throws Violation {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    try {
      if (text) {
        UTF_8.newDecoder().decode(buffer.duplicate());
      }
      return new Message(text, buffer);
    } catch (CharacterCodingException e) {
      throw new Violation(NOT_TEXT);
    }
  }

  private void control(Frame frame) throws IOException, Violation {
    switch (frame.opcode()) {
      case PING -> send(PONG, frame.content());
      case PONG -> {
        // nobody here asked; allowed all the same
      }
      default -> throw new Violation(PROTOCOL_ERROR);
    }
  }

  private Frame frame() throws IOException, Violation {
    int first = octet();
    int second = octet();
    int opcode = first & 0x0f;
    boolean last = (first & 0x80) != 0;
    boolean masked = (second & 0x80) != 0;
    boolean known = opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
    require((first & 0x70) == 0 && known && masked, PROTOCOL_ERROR);
    long length = length(second & 0x7f);
    require(opcode < CLOSE || (last && length <= MAX_CONTROL_BYTES), PROTOCOL_ERROR);
    require(length <= MAX_MESSAGE_BYTES, TOO_BIG);
    return new Frame(last, opcode, ByteBuffer.wrap(unmasked(Math.toIntExact(length))));
  }

  private long length(int marked) throws IOException, Violation {
    int octets = marked < 126 ? 0 : marked == 126 ? 2 : 8;
    long length = octets == 0 ? marked : 0;
    for (int i = 0; i < octets; i++) {
      length = length << 8 | octet();
    }
    require(length >= 0, PROTOCOL_ERROR);
    return length;
  }

  private byte[] unmasked(int length) throws IOException {
    byte[] mask = exactly(4);
    byte[] content = exactly(length);
    for (int i = 0; i < length; i++) {
      content[i] ^= mask[i & 3];
    }
    return content;
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a frame ends early");
    }
    return bytes;
  }

  private int octet() throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException("the connection ends");
    }
    return read;
  }

  /** Sends a whole message. */
  void send(Message message) throws IOException {
    send(message.isText() ? TEXT : BINARY, message.content());
  }

  /** Sends a text. */
  void send(String text) throws IOException {
    send(TEXT, ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private void sendClose(int code) throws IOException {
    send(CLOSE, ByteBuffer.allocate(2).putShort((short) code).flip());
  }

  private synchronized void send(int opcode, ByteBuffer content) throws IOException {
    if (closeSent) {
      return;
    }
    closeSent = opcode == CLOSE;
    int length = content.remaining();
    ByteBuffer head = ByteBuffer.allocate(10).put((byte) (0x80 | opcode));
    if (length < 126) {
      head.put((byte) length);
    } else if (length < 65_536) {
      head.put((byte) 126).putShort((short) length);
    } else {
      head.put((byte) 127).putLong(length);
    }
    out.write(head.array(), 0, head.position());
    out.write(content.array(), content.arrayOffset() + content.position(), length);
    out.flush();
  }

  private static void require(boolean holds, int code) throws Violation {
    if (!holds) {
      throw new Violation(code);
    }
  }

  /** The peer broke a rule; the code tells it which. */
  private static final class Violation extends Exception {
    private final int code;

    Violation(int code) {
      super("close code " + code, null, false, false);
      this.code = code;
    }
  }
}
