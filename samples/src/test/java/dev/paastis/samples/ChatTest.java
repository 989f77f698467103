// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatTest {
  private RunningSample chat;

  @BeforeEach
  void serve() throws IOException {
    var moments = new Moments();
    chat = new RunningSample(moments, new Chat(moments)::answer);
  }

  @AfterEach
  void close() throws IOException {
    chat.close();
  }

  /** Gathers whole texts, and pongs with a prefix. */
  private static final class Heard implements java.net.http.WebSocket.Listener {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final StringBuilder parts = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        java.net.http.WebSocket socket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        texts.add(parts.toString());
        parts.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(java.net.http.WebSocket socket, ByteBuffer message) {
      texts.add("pong " + UTF_8.decode(message));
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(
        java.net.http.WebSocket socket, int code, String reason) {
      texts.add("close " + code);
      return null;
    }

    String next() throws InterruptedException {
      return String.valueOf(texts.poll(30, TimeUnit.SECONDS));
    }
  }

  private java.net.http.WebSocket open(String path, Heard heard) {
    return chat.client
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + chat.port() + path), heard)
        .join();
  }

  @Test
  void page_is_served_and_a_plain_get_of_the_socket_is_refused()
      throws IOException, InterruptedException {
    assertThat(chat.get("/").body()).contains("new WebSocket", "EventSource");
    assertThat(chat.get("/ws").statusCode()).isEqualTo(426);
  }

  @Test
  void fragments_and_pings_are_echoed_as_they_should() throws InterruptedException {
    var heard = new Heard();
    java.net.http.WebSocket socket = open("/echo", heard);

    socket.sendText("one ", false).join();
    socket.sendPing(ByteBuffer.wrap("p".getBytes(UTF_8))).join();
    socket.sendText("two é", true).join();
    String large = "x".repeat(60_000);
    socket.sendText(large, true).join();
    socket.sendClose(1000, "").join();

    assertThat(heard.next()).isEqualTo("pong p");
    assertThat(heard.next()).isEqualTo("one two é");
    assertThat(heard.next()).isEqualTo(large);
    assertThat(heard.next()).isEqualTo("close 1000");
  }

  @Test
  void too_big_a_message_is_refused() throws InterruptedException {
    var heard = new Heard();
    java.net.http.WebSocket socket = open("/echo", heard);

    for (int i = 0; i < 3; i++) {
      socket.sendText("y".repeat(30_000), false).join();
    }

    assertThat(heard.next()).isEqualTo("close 1009");
  }

  @Test
  void everyone_hears_everyone() throws InterruptedException {
    var first = new Heard();
    var second = new Heard();
    java.net.http.WebSocket one = open("/ws", first);
    assertThat(first.next()).contains("you are the first here");
    java.net.http.WebSocket two = open("/ws", second);
    assertThat(first.next()).contains("2 people are here");
    assertThat(second.next()).contains("2 people are here");

    one.sendText("hi \"all\"", true).join();

    assertThat(first.next()).isEqualTo("{\"from\":\"guest\",\"text\":\"hi \\\"all\\\"\"}");
    assertThat(second.next()).isEqualTo("{\"from\":\"guest\",\"text\":\"hi \\\"all\\\"\"}");
    two.sendClose(1000, "").join();
    assertThat(first.next()).contains("somebody left");
    one.abort();
  }

  @Test
  void frames_that_break_the_rules_are_refused() throws IOException {
    assertThat(closeCode(new byte[] {(byte) 0x81, 1, 'x'})).isEqualTo(1002);
    assertThat(closeCode(new byte[] {(byte) 0xC1, (byte) 0x80, 0, 0, 0, 0})).isEqualTo(1002);
    assertThat(closeCode(new byte[] {(byte) 0x80, (byte) 0x80, 0, 0, 0, 0})).isEqualTo(1002);
    assertThat(closeCode(new byte[] {0x09, (byte) 0x80, 0, 0, 0, 0})).isEqualTo(1002);
    assertThat(closeCode(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, (byte) 0xff}))
        .isEqualTo(1007);
  }

  private int closeCode(byte[] frame) throws IOException {
    String head =
        """
        GET /echo HTTP/1.1
        Host: x
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13

        """
            .replace("\n", "\r\n");
    try (Socket socket = chat.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(UTF_8));
      out.write(frame);
      byte[] all = socket.getInputStream().readAllBytes();
      assertThat(new String(all, UTF_8)).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      ByteBuffer close = ByteBuffer.wrap(all, all.length - 4, 4);
      assertThat(close.getShort()).isEqualTo((short) 0x8802);
      return close.getShort();
    }
  }

  @Test
  void clock_ticks_by_server_sent_events() throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        chat.client.send(
            HttpRequest.newBuilder(chat.uri("/events")).build(), BodyHandlers.ofInputStream());

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    try (var lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("id: 1");
      assertThat(lines.readLine()).isEqualTo("event: tick");
      assertThat(lines.readLine()).startsWith("data: ");
      assertThat(lines.readLine()).isEmpty();
      assertThat(lines.readLine()).isEqualTo("id: 2");
    }
  }
}
