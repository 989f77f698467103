// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HelloTest {
  private RunningSample hello;

  @BeforeEach
  void serve() throws IOException {
    var moments = new Moments();
    hello = new RunningSample(moments, new Hello(moments)::answer);
  }

  @AfterEach
  void close() throws IOException {
    hello.close();
  }

  @Test
  void page_tells_what_happened() throws IOException, InterruptedException {
    HttpResponse<String> answer = hello.get("/");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("before your answer", ">" + ProcessHandle.current().pid() + "<")
        .doesNotContain("http://", "https://");
    long started = Long.parseLong(answer.headers().firstValue("X-Started-At").orElseThrow());
    long bound = Long.parseLong(answer.headers().firstValue("X-Bound-At").orElseThrow());
    assertThat(bound).isGreaterThanOrEqualTo(started);
  }

  @Test
  void health_head_and_missing_pages_are_answered() throws IOException, InterruptedException {
    assertThat(hello.get("/healthz").body()).isEqualTo("ok\n");
    assertThat(hello.get("/nothing").statusCode()).isEqualTo(404);

    HttpResponse<String> head = hello.send(HttpRequest.newBuilder(hello.uri("/")).HEAD().build());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
  }

  @Test
  void upload_is_counted_and_summed() throws Exception {
    byte[] body = "zzz".repeat(500_000).getBytes(UTF_8);

    HttpResponse<String> answer =
        hello.send(
            HttpRequest.newBuilder(hello.uri("/upload"))
                .expectContinue(true)
                .POST(BodyPublishers.ofByteArray(body))
                .build());

    assertThat(Json.parse(answer.body()))
        .isEqualTo(Map.of("bytes", (double) body.length, "sha256", sha256(body)));
  }

  @Test
  void chunked_upload_is_read_whole() throws Exception {
    byte[] body = "chunk".repeat(10_000).getBytes(UTF_8);

    HttpResponse<String> answer =
        hello.send(
            HttpRequest.newBuilder(hello.uri("/upload"))
                .POST(
                    BodyPublishers.ofInputStream(() ->
                        new SequenceInputStream(
                            new ByteArrayInputStream(body), InputStream.nullInputStream())))
                .build());

    assertThat(answer.body()).contains(sha256(body));
  }

  @Test
  void bytes_are_streamed() throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        hello.client.send(
            HttpRequest.newBuilder(hello.uri("/bytes?n=50000001")).build(),
            BodyHandlers.ofInputStream());

    try (InputStream body = answer.body()) {
      byte[] first = body.readNBytes(300);
      assertThat(first[299]).isEqualTo((byte) 299);
      assertThat(body.skip(60_000_000)).isEqualTo(50_000_001L - 300);
    }
    assertThat(hello.get("/bytes?n=-1").statusCode()).isEqualTo(400);
    assertThat(hello.get("/bytes?n=many").statusCode()).isEqualTo(400);
    assertThat(hello.get("/bytes?n=0").body()).isEmpty();
  }

  @Test
  void pipelined_requests_are_answered_in_order() throws IOException {
    try (Socket socket = hello.connect()) {
      String one = "GET /bytes?n=0 HTTP/1.1\r\nHost: x\r\n\r\n";
      String last = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write((one + one + last).getBytes(UTF_8));

      String answers = new String(socket.getInputStream().readAllBytes(), UTF_8);

      assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(4);
      assertThat(answers).endsWith("ok\n");
    }
  }

  @Test
  void nonsense_is_refused() throws IOException {
    for (String nonsense :
        new String[] {
          "nonsense\r\n\r\n",
          "GET / HTTP/1.1\r\nno colon\r\n\r\n",
          "POST /upload HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
          "GET / HTTP/1.1\r\nX: " + "y".repeat(70_000) + "\r\n\r\n"
        }) {
      try (Socket socket = hello.connect()) {
        socket.getOutputStream().write(nonsense.getBytes(UTF_8));
        byte[] start = socket.getInputStream().readNBytes(12);
        assertThat(new String(start, UTF_8)).isEqualTo("HTTP/1.1 400");
      }
    }
  }

  private static String sha256(byte[] body) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
  }
}
