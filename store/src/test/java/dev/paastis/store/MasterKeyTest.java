// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MasterKeyTest {
  @Test
  void a_key_is_read_as_it_was_written_and_never_prints_itself() {
    MasterKey key = MasterKey.random();

    assertThat(MasterKey.parse(" " + key.text() + "\n").text()).isEqualTo(key.text());
    assertThat(MasterKey.random().text()).isNotEqualTo(key.text());
    assertThat(key).hasToString("***");
    assertThat(StoreSettings.of(SharedStore.settings().url(), () -> SharedStore.T0).sealedWith(key))
        .asString()
        .doesNotContain(key.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sesame open", "c2VzYW1l", "", "ä"})
  void something_else_is_refused_with_what_to_type_and_not_repeated(String text) {
    assertThatThrownBy(() -> MasterKey.parse(text))
        .isInstanceOf(MasterKeyException.class)
        .hasMessageContaining("openssl rand -base64 32")
        .satisfies(e -> assertThat(text.isEmpty() || !e.toString().contains(text)).isTrue());
  }

  @Test
  void a_key_of_another_length_is_refused_with_its_length() {
    String text = Base64.getEncoder().encodeToString(new byte[31]);

    assertThatThrownBy(() -> MasterKey.parse(text)).hasMessageContaining("got: 31 bytes");
  }

  @Test
  void the_key_of_a_folder_is_made_once_for_its_owner_only(@TempDir Path folder)
      throws IOException {
    try (HomeLock home = HomeLock.take(folder)) {
      MasterKey made = MasterKey.keptIn(home);

      Path file = home.home().resolve("master.key");
      assertThat(MasterKey.keptIn(home).text()).isEqualTo(made.text());
      assertThat(Files.readString(file)).isEqualTo(made.text() + "\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void a_damaged_file_is_told_and_left_alone(@TempDir Path folder) throws IOException {
    try (HomeLock home = HomeLock.take(folder)) {
      Path file = home.home().resolve("master.key");
      Files.writeString(file, "c2VzYW1l");

      assertThatThrownBy(() -> MasterKey.keptIn(home))
          .isInstanceOf(MasterKeyException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("restore it from a backup")
          .hasMessageNotContaining("c2VzYW1l");
      assertThat(Files.readString(file)).isEqualTo("c2VzYW1l");
    }
  }
}
