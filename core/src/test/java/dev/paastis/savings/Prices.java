// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.savings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The prices that are shipped. */
final class Prices {
  private Prices() {}

  static PriceList shipped() {
    try (InputStream file = PriceList.class.getResourceAsStream("prices.csv")) {
      if (file == null) {
        throw new AssertionError("prices.csv is not beside its reader");
      }
      return PriceList.read("prices.csv", new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
