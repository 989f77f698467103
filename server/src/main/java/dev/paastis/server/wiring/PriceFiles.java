// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.savings.PriceList;
import dev.paastis.server.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where prices come from: the list that is shipped, and rows of one's own that count before it. */
final class PriceFiles {
  private static final String NAME = "prices.csv";

  private PriceFiles() {}

  /**
   * The prices that count.
   *
   * @param home the data folder, which may hold rows of one's own
   * @throws ConfigurationException when one's own file is wrong, which says line, value and rule
   */
  static PriceList read(Path home) {
    Path own = home.resolve(NAME);
    try {
      return Files.exists(own) ? shipped().with(own(own)) : shipped();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the prices: " + e.getMessage(), e);
    }
  }

  private static PriceList own(Path file) throws IOException {
    try {
      return PriceList.read(file.toString(), Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(List.of(String.valueOf(e.getMessage())));
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(List.of(file + ": is not written in UTF-8; save it so"));
    }
  }

  private static PriceList shipped() throws IOException {
    try (InputStream file = PriceList.class.getResourceAsStream(NAME)) {
      if (file == null) {
        throw new IllegalStateException(NAME + " is missing in this build");
      }
      return PriceList.read(NAME, new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
