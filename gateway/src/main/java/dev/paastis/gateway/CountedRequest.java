// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.hold.Held;
import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.gateway.route.Route;
import dev.paastis.gateway.route.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of an exchange that keeps the books: whether it counts as under way at its app, and when
 * its last byte moved. One that has been silent for long stays open but no longer counts.
 */
abstract class CountedRequest extends Held {
  private final Worker worker;
  private @Nullable Route route;
  private IgnoreRules.@Nullable Answer ignored;
  private @Nullable Ruling ruling;
  private boolean counted;
  private long lastByteNanos;

  CountedRequest(Worker worker) {
    this.worker = worker;
    this.lastByteNanos = worker.now();
  }

  final Worker worker() {
    return worker;
  }

  final void routeTo(Route to, IgnoreRules.@Nullable Answer answer) {
    route = to;
    ignored = answer;
  }

  /** What the operator's routes say of it, {@code null} for nothing. */
  final @Nullable Ruling ruling() {
    return ruling;
  }

  final void rule(Ruling by) {
    ruling = by;
    if (ignored == null) {
      ignored = by.ignored();
    }
  }

  @Override
  protected final long holdNanos(long usual) {
    return ruling == null ? usual : ruling.holdNanos(usual);
  }

  /** The route, once there is one. */
  final Route route() {
    return Objects.requireNonNull(route, "not routed");
  }

  /** The app's name, {@code null} while no route is found. */
  public final @Nullable String appName() {
    return route == null ? null : route.app().app().name();
  }

  /** What the request gets instead of waking the app, {@code null} when it may wake it. */
  final IgnoreRules.@Nullable Answer ignored() {
    return ignored;
  }

  /** Bytes moved: an exchange that had fallen silent counts again. */
  final void active() {
    moved();
    count();
    if (ignored == null) {
      route().activity().touch(lastByteNanos);
    }
  }

  /** Bytes moved that are not activity yet. */
  final void moved() {
    lastByteNanos = worker.now();
  }

  /** When bytes moved for the last time. */
  final long movedNanos() {
    return lastByteNanos;
  }

  final long silentNanos(long nowNanos) {
    return nowNanos - lastByteNanos;
  }

  /** Keeps a talking exchange's app active, and lets a silent one go. */
  final void keepCounting(long nowNanos, long silenceNanos) {
    if (!counted) {
      return;
    }
    if (silentNanos(nowNanos) > silenceNanos) {
      uncount();
    } else if (ignored == null) {
      route().activity().touch(nowNanos);
    }
  }

  /** Counts the request in unless it has to wait, and says where it goes. */
  final Target enter() {
    Target target = route().gate().enter();
    counted = target instanceof Target.Open;
    return target;
  }

  private void count() {
    if (!counted) {
      counted = true;
      route().gate().comeBack();
    }
  }

  final void uncount() {
    if (counted) {
      counted = false;
      route().gate().leave();
    }
  }
}
