// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.resolve;

import dev.paastis.schedule.Ticker;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The addresses of apps' hosts, shared by all event loops. Never blocks: a name is asked for on a
 * virtual thread, once for all who want it. Safe for use by many threads.
 */
public final class Names {
  private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(30);
  private static final long SWEEP_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final List<InetAddress> LOOPBACK =
      List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  private final NameService service;
  private final Ticker ticker;
  private final Map<String, Name> names = new ConcurrentHashMap<>();
  private final AtomicLong sweptNanos;

  /** Knows no name yet. */
  public Names(NameService service, Ticker ticker) {
    this.service = service;
    this.ticker = ticker;
    this.sweptNanos = new AtomicLong(ticker.nanos());
  }

  /**
   * The addresses of a host, in the order to try. Complete at once for an address, for this machine
   * and for a name that is known; otherwise completed by another thread, exceptionally with {@link
   * java.net.UnknownHostException} when there are none.
   */
  public CompletableFuture<List<InetAddress>> find(String host) {
    if (isLiteral(host)) {
      return CompletableFuture.completedFuture(List.of(InetAddress.ofLiteral(host)));
    }
    if (isThisMachine(host)) {
      return CompletableFuture.completedFuture(LOOPBACK);
    }
    sweep();
    return names.computeIfAbsent(host, this::name).find();
  }

  /** Notes that nobody took a connection at an address of a host: others are better tried first. */
  public void didNotAccept(String host, InetAddress address) {
    Name name = names.get(host);
    if (name != null) {
      name.didNotAccept(address);
    }
  }

  private Name name(String host) {
    return new Name(host, service, ticker);
  }

  private static boolean isLiteral(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  /**
   * Whether the name means this machine whatever a name server says.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6761#section-6.3">RFC 6761, section 6.3</a>
   */
  private static boolean isThisMachine(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost");
  }

  /** Forgets, once in a while, the names that nobody asks for any more. */
  private void sweep() {
    long now = ticker.nanos();
    long last = sweptNanos.get();
    if (now - last > SWEEP_NANOS && sweptNanos.compareAndSet(last, now)) {
      names.values().removeIf(name -> name.unusedSince(now - FORGET_NANOS));
    }
  }
}
