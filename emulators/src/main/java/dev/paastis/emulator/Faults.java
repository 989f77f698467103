// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What goes wrong on purpose: each fault strikes the next calls that match, a set number of times.
 * Safe for use by many threads.
 */
public final class Faults {
  private final List<Armed> armed = new ArrayList<>();
  private final Weather weather = new Weather();

  /** Nothing goes wrong. */
  public Faults() {}

  /** What can go wrong with a call. */
  public sealed interface Fault {
    /** The answer comes late. */
    record Late(Duration by) implements Fault {}

    /** The call is not carried out and gets this answer. */
    record Instead(Answer answer) implements Fault {}

    /** The call is not carried out and the connection is cut. */
    record CutBefore() implements Fault {}

    /** The call is carried out, and the connection is cut before the answer. */
    record CutAfter() implements Fault {}

    /** The call is carried out, and its answer is changed on the way. */
    record Altered(UnaryOperator<Answer> by) implements Fault {}
  }

  /**
   * Arms a fault.
   *
   * @param callPattern regular expression on {@code METHOD path}, for example {@code POST .+scale}
   * @param times how often it strikes
   */
  public synchronized void arm(String callPattern, int times, Fault fault) {
    armed.add(new Armed(Pattern.compile(callPattern), times, fault));
  }

  /** From now on every answer comes that much later. */
  public void delayAll(Duration by) {
    weather.delay(by);
  }

  /**
   * From now on some calls, at random, are not carried out and get this answer.
   *
   * @param rate share of the calls, 0 to 1
   */
  public void failSome(double rate, Answer answer) {
    weather.fail(rate, answer);
  }

  /** Nothing goes wrong any more. */
  public synchronized void clear() {
    armed.clear();
    weather.clear();
  }

  /** By how much every answer comes later. */
  Duration latency() {
    return weather.latency();
  }

  /** The fault that strikes this call, if any; it counts as struck. */
  synchronized Optional<Fault> strike(Call call) {
    String name = call.method() + " " + call.path();
    for (int i = 0; i < armed.size(); i++) {
      Armed next = armed.get(i);
      if (next.pattern().matcher(name).matches()) {
        armed.remove(i);
        if (next.times() > 1) {
          armed.add(i, new Armed(next.pattern(), next.times() - 1, next.fault()));
        }
        return Optional.of(next.fault());
      }
    }
    return weather.strike();
  }

  private record Armed(Pattern pattern, int times, Fault fault) {}
}
