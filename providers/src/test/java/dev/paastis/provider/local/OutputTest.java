// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
  @TempDir Path folder;

  private Output output() {
    return new Output("app", new LocalSettings(folder, 1_024, 3));
  }

  @Test
  void absent_output_is_empty() throws IOException {
    assertThat(output().tail(10)).isEmpty();
    assertThat(output().tailOfLastStart(10)).isEmpty();
  }

  @Test
  void colours_and_overwritten_text_are_removed() throws IOException {
    Files.writeString(
        output().file(),
        "\u001b[1;31mred\u001b[0m plain\n10 %\r 50 %\rdone\r\n\u001b]0;title\u0007bell\u0007 \u001b(Bend\n");

    assertThat(output().tail(10)).containsExactly("red plain", "done", "bell end");
  }

  @Test
  void malformed_utf8_is_replaced() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write("good é\n".getBytes(StandardCharsets.UTF_8));
    bytes.write(new byte[] {'b', 'a', 'd', ' ', (byte) 0xc3, (byte) 0x28, (byte) 0xff, '\n'});
    Files.write(output().file(), bytes.toByteArray());

    assertThat(output().tail(10)).containsExactly("good é", "bad \ufffd(\ufffd");
  }

  @Test
  void only_the_end_of_a_large_file_is_read() throws IOException {
    Files.writeString(output().file(), "é".repeat(2_000_000) + "\nlast but one\nlast");

    assertThat(output().tail(10)).containsExactly("last but one", "last");
  }

  @Test
  void tail_reaches_into_rotated_files() throws IOException {
    Output output = output();
    for (int i = 0; i < 5; i++) {
      Files.writeString(output.file(), "x".repeat(1_100) + "\nround " + i + "\n");
      output.rotate();
    }

    assertThat(Files.size(output.file())).isZero();
    assertThat(folder.resolve("app.log.2")).exists();
    assertThat(folder.resolve("app.log.3")).doesNotExist();
    assertThat(output.tail(3)).element(0).isEqualTo("round 3");
    assertThat(output.tail(3)).element(2).isEqualTo("round 4");
  }

  @Test
  void tail_of_the_last_start_leaves_out_earlier_ones() throws IOException {
    Output output = output();
    output.markStart("first");
    Files.writeString(output.file(), "old\n", StandardOpenOption.APPEND);
    output.markStart("second");
    Files.writeString(output.file(), "new\n", StandardOpenOption.APPEND);

    assertThat(output.tailOfLastStart(10)).isEqualTo("new");
    assertThat(output.tail(2)).isEqualTo(List.of("[paastis] start second", "new"));
  }
}
