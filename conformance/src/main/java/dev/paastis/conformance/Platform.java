// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A platform with apps on it and a provider of its account, as the suite drives them: it is
 * somebody else who changes apps behind the provider's back, it makes things go wrong, and it asks
 * the platform itself what has happened. Methods with a {@link Feature} are called only where
 * {@link #lacks()} does not name it.
 */
public interface Platform extends AutoCloseable {
  /** What it lacks, each with the reason that a report then shows. */
  default Map<Feature, String> lacks() {
    return Map.of();
  }

  /** The name of its {@link ProviderKind}. */
  String kind();

  /** Its kind as the engine finds it. */
  default Optional<ProviderKind> registered() {
    return ServiceLoader.load(ProviderKind.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(each -> each.name().equals(kind()))
        .findFirst();
  }

  /** The provider under test, of credentials with all rights; the platform closes it. */
  Provider provider();

  /** The time of provider and platform, a {@link VirtualTime} wherever possible. */
  Ticker ticker();

  /** How far a call may overrun its deadline; nothing where time is virtual. */
  default Duration slack() {
    return Duration.ZERO;
  }

  /** What an operation that never ends is given; short where time is real. */
  default Duration patience() {
    return Duration.ofMinutes(1);
  }

  /** Texts that must never be seen: tokens, keys, passwords. */
  List<String> secrets();

  /** How many apps a discovery must find. */
  int apps();

  /**
   * The reference of an app that runs and answers visitors, with as rich a formation as the
   * platform knows: several process types, sizes, extras. Not known to be production.
   */
  String awake();

  /** The reference of an app that is stopped, has been deployed and can be started. */
  String asleep();

  /** The name that people know an app by. */
  String name(String ref);

  /** The host name at which visitors find it now; empty where apps have none of their own. */
  default Optional<String> host(String ref) {
    return Optional.empty();
  }

  /** Whether a visitor of its address gets an answer from the app itself. */
  boolean answers(String ref);

  /** How many orders to start have had an effect so far; only differences mean anything. */
  long starts();

  /** How many requests the provider has made so far. {@link Feature#CALL_COUNT}. */
  default long calls() {
    throw new UnsupportedOperationException("calls are not counted: lack CALL_COUNT");
  }

  /** The next requests of that sort meet trouble. {@link Feature#NETWORK}. */
  default void trouble(Order on, int times, Trouble trouble) {
    throw new UnsupportedOperationException("there is no trouble: lack NETWORK");
  }

  /** Nothing that {@link #trouble} has armed strikes any more. {@link Feature#NETWORK}. */
  default void calm() {
    throw new UnsupportedOperationException("there is no trouble: lack NETWORK");
  }

  /**
   * The provider's credentials are of no use until {@link #readmit}. {@link Feature#CREDENTIALS}.
   */
  default void revoke() {
    throw new UnsupportedOperationException("nothing to revoke: lack CREDENTIALS");
  }

  /** The same credentials are good again. {@link Feature#CREDENTIALS}. */
  default void readmit() {
    throw new UnsupportedOperationException("nothing to readmit: lack CREDENTIALS");
  }

  /**
   * What the provider holds for a time has ended, for example a session that it exchanged a token
   * for; the lasting credentials are good. {@link Feature#EXPIRING_CREDENTIALS}.
   */
  default void expire() {
    throw new UnsupportedOperationException("nothing expires: lack EXPIRING_CREDENTIALS");
  }

  /**
   * What the platform gives for a time ends that long after it is given from now on, whatever the
   * platform says of it. {@link Feature#EXPIRING_CREDENTIALS}.
   */
  default void shorten(Duration life) {
    throw new UnsupportedOperationException("nothing expires: lack EXPIRING_CREDENTIALS");
  }

  /**
   * How often the lasting credentials have been exchanged so far. {@link
   * Feature#EXPIRING_CREDENTIALS}.
   */
  default long exchanges() {
    throw new UnsupportedOperationException("nothing expires: lack EXPIRING_CREDENTIALS");
  }

  /**
   * From now on the platform's clock is that much ahead of the provider's, behind it where that is
   * negative. {@link Feature#CLOCK}.
   */
  default void skew(Duration ahead) {
    throw new UnsupportedOperationException("one clock for both: lack CLOCK");
  }

  /**
   * A provider of the same account whose credentials show the apps and may not start or stop them;
   * the platform closes it. {@link Feature#RESTRICTED_CREDENTIALS}.
   */
  default Provider restricted() {
    throw new UnsupportedOperationException("one right only: lack RESTRICTED_CREDENTIALS");
  }

  /** Gives a stopped app another formation and leaves it stopped. {@link Feature#FORMATION}. */
  default void changeFormation(String ref) {
    throw new UnsupportedOperationException("no formation: lack FORMATION");
  }

  /** Somebody else starts it. {@link Feature#START_BY_HAND}. */
  default void startByHand(String ref) {
    throw new UnsupportedOperationException("nobody starts by hand: lack START_BY_HAND");
  }

  /** Somebody else stops it. {@link Feature#STOP_BY_HAND}. */
  default void stopByHand(String ref) {
    throw new UnsupportedOperationException("nobody stops by hand: lack STOP_BY_HAND");
  }

  /** Somebody else renames it. {@link Feature#RENAME}. */
  default void rename(String ref, String name) {
    throw new UnsupportedOperationException("names stay: lack RENAME");
  }

  /** Somebody else gives it away, with whatever belongs to it. {@link Feature#TRANSFER}. */
  default void transfer(String ref) {
    throw new UnsupportedOperationException("apps stay: lack TRANSFER");
  }

  /** Somebody else deletes it. {@link Feature#DELETION}. */
  default void delete(String ref) {
    throw new UnsupportedOperationException("apps are not deleted: lack DELETION");
  }

  /** How the app boots from now on. {@link Feature#FAILING_BOOT}, {@link Feature#ENDLESS_START}. */
  default void boot(String ref, Boot how) {
    throw new UnsupportedOperationException("boots succeed: lack FAILING_BOOT");
  }

  /** Stops of the app never end from now on. {@link Feature#ENDLESS_STOP}. */
  default void neverStop(String ref) {
    throw new UnsupportedOperationException("stops end: lack ENDLESS_STOP");
  }

  /** Every order to start the app is refused from now on. {@link Feature#REFUSED_START}. */
  default void refuseStart(String ref, Objection why) {
    throw new UnsupportedOperationException("starts are accepted: lack REFUSED_START");
  }

  /**
   * The next start of the app brings up its web process, and refuses another of its process types.
   * {@link Feature#PARTIAL_START}.
   */
  default void startPartly(String ref) {
    throw new UnsupportedOperationException("all or nothing: lack PARTIAL_START");
  }

  /** Ends the provider and the platform. */
  @Override
  void close() throws IOException;
}
