// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages of syslog over TCP. */
class SyslogPortTest {
  private static final String FIRST = "<158>1 - host nginx - - [a@1 token=\"drain_x\"] one";
  private static final String SECOND = "<158>1 - host nginx - - - two";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final SyslogPort port =
      new SyslogPort(
          0,
          in -> {
            Frames frames = new Frames(in, true);
            for (String line = frames.next(); line != null; line = frames.next()) {
              lines.add(line);
            }
          });

  @AfterEach
  void stop() {
    port.stop();
  }

  private Socket sender(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port());
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Test
  void messages_of_both_framings_are_read_as_they_come() throws IOException {
    port.start();
    String counted = FIRST.length() + " " + FIRST;
    try (Socket sender = sender(counted + SECOND + "\n")) {
      await().until(() -> lines.size() == 2);

      assertThat(sender.isConnected()).isTrue();
      assertThat(lines).containsExactly(FIRST, SECOND);
    }
  }

  @Test
  void sender_that_breaks_off_leaves_the_others_alone() throws IOException {
    port.start();
    sender("999 cut").close();
    try (Socket _ = sender(SECOND + "\n")) {
      await().until(() -> lines.contains(SECOND));
    }
  }

  @Test
  void taken_port_is_named_with_what_to_do() {
    port.start();
    SyslogPort other = new SyslogPort(port.port(), in -> {});

    assertThatThrownBy(other::start)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("console.syslog-port");
  }

  @Test
  void without_a_port_nothing_listens() {
    SyslogPort none = new SyslogPort(null, in -> {});
    none.start();

    assertThat(none.isRunning()).isFalse();
  }

  @Test
  void token_is_found_in_the_structured_data_only() {
    assertThat(SyslogLine.token(FIRST)).isEqualTo("drain_x");
    assertThat(SyslogLine.token(SECOND)).isNull();
    assertThat(SyslogLine.token("<158>1 - h nginx - - - token=\"drain_x\"")).isNull();
    assertThat(SyslogLine.token("<158>1 - h nginx - - [a b=\"c\"][d token=\"drain_y\"] m"))
        .isEqualTo("drain_y");
    assertThat(SyslogLine.token("token=\"drain_x\"")).isNull();
    assertThat(SyslogLine.token("<158>1 - h nginx - - [a token=\"drain_x")).isNull();
  }
}
