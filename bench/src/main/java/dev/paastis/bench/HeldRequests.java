// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of many connections on one thread; each sends one request and reads its answer. */
final class HeldRequests {
  private static final int CONNECTING_AT_ONCE = 256;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final int requests;
  private final InetSocketAddress address;
  private final byte[] request =
      "GET /healthz HTTP/1.1\r\nHost: %s.localhost\r\nConnection: close\r\n\r\n"
          .formatted(Product.APP)
          .getBytes(StandardCharsets.US_ASCII);
  private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);

  private int opened;
  private int connecting;
  private int sent;
  private int sentBeforeFirstAnswer;
  private int correct;
  private int ended;
  private long firstSentNanos;
  private long lastSentNanos;
  private long firstAnswerNanos;
  private long lastAnswerNanos;

  HeldRequests(int port, int requests) {
    this.requests = requests;
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** What was seen. */
  record Result(int correct, int sentBeforeFirstAnswer, Duration sentIn, Duration answeredIn) {}

  Result run() throws IOException {
    long end = System.nanoTime() + LONGEST.toNanos();
    try (Selector selector = Selector.open()) {
      while (ended < requests && System.nanoTime() < end) {
        openMore(selector);
        selector.select(this::handle, 100);
      }
    }
    return new Result(
        correct,
        sentBeforeFirstAnswer,
        Duration.ofNanos(lastSentNanos - firstSentNanos),
        Duration.ofNanos(lastAnswerNanos - firstAnswerNanos));
  }

  private void openMore(Selector selector) throws IOException {
    while (opened < requests && connecting < CONNECTING_AT_ONCE) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_CONNECT, new ByteArrayOutputStream());
      channel.connect(address);
      opened++;
      connecting++;
    }
  }

  private void handle(SelectionKey key) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        connecting--;
        send(channel);
        key.interestOps(SelectionKey.OP_READ);
      } else if (key.isReadable()) {
        read(key, channel);
      }
    } catch (IOException e) {
      ended++;
      key.cancel();
    }
  }

  private void send(SocketChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(request);
    while (bytes.hasRemaining()) {
      channel.write(bytes); // a few dozen bytes always fit a fresh socket's buffer
    }
    sent++;
    lastSentNanos = System.nanoTime();
    firstSentNanos = sent == 1 ? lastSentNanos : firstSentNanos;
  }

  private void read(SelectionKey key, SocketChannel channel) throws IOException {
    ByteArrayOutputStream answer = (ByteArrayOutputStream) key.attachment();
    buffer.clear();
    int count = channel.read(buffer);
    if (count > 0) {
      answer.write(buffer.array(), 0, count);
      return;
    }
    if (count < 0) {
      noteAnswer(answer.toString(StandardCharsets.UTF_8));
      channel.close();
    }
  }

  private void noteAnswer(String answer) {
    ended++;
    lastAnswerNanos = System.nanoTime();
    if (ended == 1) {
      firstAnswerNanos = lastAnswerNanos;
      sentBeforeFirstAnswer = sent;
    }
    if (answer.startsWith("HTTP/1.1 200 ")) {
      correct++;
    }
  }
}
