// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What all emulated platforms are made of: a timeline on which orders proceed, a bill, faults, a
 * log of the calls, and a public router. A platform adds its API, which it serves at endpoints from
 * {@link #endpoint(int)}.
 */
public abstract class EmulatedPlatform implements Emulator {
  private final EmulatorSettings settings;
  private final Faults faults = new Faults();
  private final CallLog calls;
  private final Timeline timeline;
  private final Bill bill;
  private final Deliveries deliveries;
  private final Router router;

  /** Begins with nothing on it. */
  protected EmulatedPlatform(EmulatorSettings settings) {
    this.settings = settings;
    this.calls = new CallLog(settings.clock());
    this.timeline = new Timeline(settings.clock());
    this.bill = new Bill(settings.clock());
    this.deliveries = new Deliveries(timeline);
    this.router = Router.start(this::front);
  }

  /** What stands behind a public host name, in lower case and without port. */
  protected abstract Router.Front front(String host);

  /** Ends endpoints and apps; the router and the timeline have ended already. */
  protected abstract void stop();

  /** What a call gets when the platform itself has failed. */
  protected abstract Answer serverError();

  /** How it was set up. */
  protected final EmulatorSettings settings() {
    return settings;
  }

  /** On which orders proceed. */
  protected final Timeline timeline() {
    return timeline;
  }

  /** Posts to subscribers. */
  protected final Deliveries deliveries() {
    return deliveries;
  }

  /** All calls that came in. */
  protected final CallLog callLog() {
    return calls;
  }

  /**
   * An endpoint that keeps its calls and is struck by the faults; not started yet.
   *
   * @param port 0 for any
   */
  protected final Endpoint endpoint(int port) {
    return Endpoint.on(port, faults).filter(calls::keep);
  }

  /** Has orders proceed as time passes, on a thread of its own, until closed. */
  public EmulatedPlatform drive() {
    timeline.drive();
    return this;
  }

  /** Has everything happen that is due by the clock; for a clock moved by hand. */
  public final void runDue() {
    timeline.runDue();
  }

  /**
   * From now on some calls, at random, are not carried out and get the vendor's 500.
   *
   * @param rate share of the calls, 0 to 1
   */
  public final void failSome(double rate) {
    faults.failSome(rate, serverError());
  }

  /** The last calls as {@code METHOD path}, oldest first, refused ones included. */
  public final List<String> lastCalls() {
    return calls.last();
  }

  /** When the last call came in. */
  public final Optional<Instant> lastCallAt() {
    return calls.lastAt();
  }

  @Override
  public final URI router() {
    return router.uri();
  }

  @Override
  public final String token() {
    return settings.token();
  }

  @Override
  public final Faults faults() {
    return faults;
  }

  @Override
  public Bill bill() {
    return bill;
  }

  @Override
  public final void close() {
    timeline.close();
    deliveries.close();
    router.close();
    stop();
  }
}
