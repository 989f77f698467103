// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("FutureReturnValueIgnored") // of a promise that nobody looks at
class ResponseEncoderTest {
  private final ResponseEncoder encoder = new ResponseEncoder();
  private final EmbeddedChannel channel = new EmbeddedChannel(encoder);

  @AfterEach
  void close() {
    assertThat(channel.finish()).isFalse();
  }

  private static HttpResponse head(int length) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
    return response;
  }

  private static LastHttpContent end(String text) {
    return new DefaultLastHttpContent(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  private void write(Object message) {
    channel.write(message, channel.voidPromise());
  }

  private List<String> sent() {
    channel.flush();
    List<String> buffers = new ArrayList<>();
    for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
      buffers.add(each.toString(StandardCharsets.UTF_8));
      each.release();
    }
    return buffers;
  }

  @Test
  void small_answer_that_is_whole_is_one_buffer() {
    LastHttpContent body = end("hello");
    write(head(5));
    write(body);

    assertThat(sent()).containsExactly("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello");
    assertThat(body.refCnt()).isZero();
  }

  @Test
  void answers_one_after_the_other_do_not_mix() {
    for (int i = 0; i < 2; i++) {
      write(head(1));
      write(end("a"));
    }
    assertThat(sent()).hasSize(2).allSatisfy(each -> assertThat(each).endsWith("1\r\n\r\na"));
  }

  @Test
  void head_does_not_wait_for_its_body_longer_than_for_a_flush() {
    write(head(3));
    assertThat(sent()).containsExactly("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n");

    write(end("abc"));
    assertThat(String.join("", sent())).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 4097, 100_000})
  void answer_of_any_size_arrives_whole(int length) {
    String body = "x".repeat(length);
    write(head(length));
    write(end(body));

    List<String> buffers = sent();
    assertThat(buffers).hasSize(length <= 4096 ? 1 : 2);
    assertThat(String.join("", buffers)).endsWith("\r\n\r\n" + body);
  }

  @Test
  void chunks_keep_their_framing() {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    write(response);
    write(end("hello"));

    assertThat(String.join("", sent())).endsWith("\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
  }

  @Test
  void answer_to_head_has_no_body_and_the_next_has() {
    encoder.expectHead(true);
    write(head(5));
    write(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(String.join("", sent())).endsWith("content-length: 5\r\n\r\n");

    encoder.expectHead(false);
    write(head(2));
    write(end("ok"));
    assertThat(String.join("", sent())).endsWith("\r\n\r\nok");
  }
}
