// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.savings;

import dev.paastis.app.Formation.ProcessType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** List prices by platform, region and size: dated data, read from text. Immutable. */
public final class PriceList {
  /** Stands for every size, and behind a process type for every size of that. */
  private static final String ANY = "*";

  private final Map<Key, Price> prices;

  private PriceList(Map<Key, Price> prices) {
    this.prices = Map.copyOf(prices);
  }

  /**
   * Reads a list, whose first line of data names the columns.
   *
   * @param name of the text, for messages
   * @throws IllegalArgumentException when a line is wrong, which says line, value and rule
   */
  public static PriceList read(String name, String text) {
    return new PriceList(PriceReader.read(name, text));
  }

  /** This list with the rows of another one, which count where both have one. */
  public PriceList with(PriceList other) {
    Map<Key, Price> merged = new HashMap<>(prices);
    merged.putAll(other.prices);
    return new PriceList(merged);
  }

  /**
   * The price of one process.
   *
   * @param region the account's, empty where it has none
   */
  public Optional<Price> find(String provider, String region, ProcessType process) {
    return Stream.of(process.name() + ":" + ANY, process.size(), ANY)
        .flatMap(size ->
            Stream.of(Key.of(provider, region, size), Key.of(provider, "", size)).distinct())
        .map(prices::get)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** All prices, in no order. */
  List<Price> all() {
    return List.copyOf(prices.values());
  }

  /**
   * What a price is of.
   *
   * @param size as compared: platforms, their clients and their price pages differ in case and
   *     separators, as in {@code Standard-1X}, {@code standard-1x} and {@code pro_plus}
   */
  record Key(String provider, String region, String size) {
    static Key of(String provider, String region, String size) {
      return new Key(
          provider, region, size.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.:*]", ""));
    }
  }
}
