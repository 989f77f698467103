// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void lines_areReadWhole() throws IOException {
    LineReader reader = reader("one\n\nzwölf\n");
    assertThat(reader.next()).isEqualTo("one");
    assertThat(reader.next()).isEmpty();
    assertThat(reader.next()).isEqualTo("zwölf");
    assertThat(reader.next()).isNull();
  }

  @Test
  void halfLine_isNone() throws IOException {
    LineReader reader = reader("{\"type\":\"beat\"}\n{\"type\":\"beat\"}");
    assertThat(reader.next()).isEqualTo("{\"type\":\"beat\"}");
    assertThat(reader.next()).isNull();
  }

  @Test
  void endlessLine_isRefused() {
    LineReader reader = reader("x".repeat(LineReader.LONGEST + 1));
    assertThatThrownBy(reader::next).isInstanceOf(IOException.class).hasMessageContaining("longer");
  }

  private static LineReader reader(String text) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }
}
