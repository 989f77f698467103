// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import dev.paastis.schedule.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A kind of platform: what its accounts say, what sleeping means there, and how to open one. Kinds
 * are found by {@link java.util.ServiceLoader}, so that one more needs no change anywhere else.
 */
public interface ProviderKind {
  /** Its name in file, API and database, for example {@code clever-cloud}. */
  String name();

  /** Its name for people, for example {@code Clever Cloud}. */
  String title();

  /** Regions that an account can be in; empty where there is no such thing. */
  default List<String> regions() {
    return List.of();
  }

  /** Region of an account that names none; empty where such an account spans all regions. */
  default String usualRegion() {
    return "";
  }

  /** What an account says, in the order of a form. */
  List<Setting> settings();

  /** What sleeping means there. */
  Capabilities capabilities();

  /**
   * The limits on calls, as documented, first the one that lists fall under; empty where there are
   * none.
   */
  default List<ApiLimit> limits() {
    return List.of();
  }

  /** Calls of the first of those limits that a wake usually takes, status polls among them. */
  default int callsPerWake() {
    return 5;
  }

  /** Time between two wakes that the limits allow for long; zero where there are none. */
  default Duration timeBetweenWakes() {
    return limits().stream()
        .findFirst()
        .map(limit -> limit.per().multipliedBy(callsPerWake()).dividedBy(limit.calls()))
        .orElse(Duration.ZERO);
  }

  /**
   * The narrowest rights that a credential needs, with where to make one; empty where there is no
   * credential.
   */
  String rights();

  /**
   * Whether only the operator's file may declare accounts of it, because they reach further than an
   * account of somebody else's platform: a command, for example, runs as this very process may.
   */
  default boolean declaredOnly() {
    return false;
  }

  /**
   * Opens an account; nothing is asked yet.
   *
   * @param region one of {@link #regions()}, or empty
   * @param settings complete: every required setting is there
   * @throws IllegalArgumentException when a setting makes no sense, with what to write instead
   */
  Provider open(String region, AccountSettings settings, Surroundings around);

  /**
   * What a provider object gets from the process that it lives in.
   *
   * @param ticker measures elapsed time
   * @param clock tells the time of day
   * @param budget of the account's calls
   * @param folder the account's own folder for what must outlive the process; may not exist yet
   */
  record Surroundings(Ticker ticker, InstantSource clock, ApiBudget budget, Path folder) {}
}
