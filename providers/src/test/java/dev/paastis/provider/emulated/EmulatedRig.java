// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.emulated;

import dev.paastis.budget.AccountBudget;
import dev.paastis.budget.MemoryBuckets;
import dev.paastis.conformance.Objection;
import dev.paastis.conformance.Order;
import dev.paastis.conformance.Platform;
import dev.paastis.conformance.Trouble;
import dev.paastis.conformance.VirtualTime;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Emulator;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.provider.ApiBudget;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A platform that is an emulator on virtual time, which its provider shares. */
public abstract class EmulatedRig implements Platform {
  /** The account's credential. */
  protected static final String TOKEN = "a-very-secret-token";

  private static final Pace PACE =
      new Pace(Duration.ofSeconds(8), Duration.ofSeconds(4), Duration.ofSeconds(5));

  /** Of emulator and provider. */
  protected final VirtualTime time = new VirtualTime();

  private volatile Duration ahead = Duration.ZERO;

  /** Of the emulator alone. */
  protected final InstantSource platformClock = () -> time.instant().plus(ahead);

  /** As the engine keeps it: full at first, and calls wait for their turn. */
  protected final ApiBudget budget =
      new AccountBudget(new UUID(0, 2), MemoryBuckets.full(), time, time);

  /** How the emulator is to be set up. */
  protected final EmulatorSettings settings(int apps) {
    return new EmulatorSettings(0, apps, TOKEN, platformClock, PACE);
  }

  /** The emulator. */
  protected abstract Emulator emulator();

  /** The requests of that sort, as {@code METHOD path}. */
  protected abstract String pattern(Order order);

  /** References of the apps that tests use: the first runs, the last is stopped. */
  protected abstract List<String> refs();

  /** The host name of an app's public address. */
  protected abstract String publicHost(String ref);

  @Override
  public final String awake() {
    return refs().getFirst();
  }

  @Override
  public final String asleep() {
    return refs().getLast();
  }

  @Override
  public final Optional<String> host(String ref) {
    return Optional.of(publicHost(ref));
  }

  /** What may be odd in an answer. */
  protected Oddities oddities() {
    return new Oddities(Set.of(), Set.of());
  }

  /** Nothing that was ordered goes on any more. */
  protected final void freeze() {
    time.afterEachStep(() -> {});
  }

  /** How a platform words an objection, where it says nothing of its own. */
  protected static Answer answer(Objection why) {
    return switch (why) {
      case PAYMENT -> Answer.json(402, Map.of("message", "pay first", "error", "pay first"));
      case PERMISSION -> Answer.json(403, Map.of("message", "not you", "error", "not you"));
      case SENSE -> Answer.json(422, Map.of("message", "no sense", "error", "no sense"));
    };
  }

  @Override
  public final Ticker ticker() {
    return time;
  }

  @Override
  public final void skew(Duration ahead) {
    this.ahead = ahead;
  }

  @Override
  public List<String> secrets() {
    return List.of(TOKEN);
  }

  @Override
  public final void trouble(Order on, int times, Trouble trouble) {
    emulator().faults().arm(pattern(on), times, fault(trouble));
  }

  @Override
  public final void calm() {
    emulator().faults().clear();
  }

  private Fault fault(Trouble trouble) {
    return switch (trouble) {
      case Trouble.TooMany(Duration retryAfter) -> new Fault.Instead(tooMany(retryAfter));
      case Trouble.Broken(int status) ->
          new Fault.Instead(Answer.json(status, Map.of("message", "broken", "error", "broken")));
      case Trouble.CutBefore() -> new Fault.CutBefore();
      case Trouble.CutAfter() -> new Fault.CutAfter();
      case Trouble.Late(Duration by) -> new Fault.Late(by);
      case Trouble.Nonsense() ->
          new Fault.Instead(Answer.html(200, "<h1>We will be back soon</h1>"));
      case Trouble.Odd() -> new Fault.Altered(oddities()::in);
      case Trouble.Meanwhile(Runnable what) ->
          new Fault.Altered(answer -> {
            what.run();
            return answer;
          });
    };
  }

  private static Answer tooMany(@Nullable Duration retryAfter) {
    Answer answer = Answer.json(429, Map.of("message", "slow down", "error", "slow down"));
    return retryAfter == null
        ? answer
        : answer.with("Retry-After", String.valueOf(retryAfter.toSeconds()));
  }

  /** By hand, since the JDK's client sets the host itself. */
  @Override
  public final boolean answers(String ref) {
    URI router = emulator().router();
    try (Socket socket = new Socket(router.getHost(), router.getPort())) {
      socket.setSoTimeout(30_000);
      String head = "GET / HTTP/1.1\r\nHost: " + publicHost(ref) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return new String(line, StandardCharsets.US_ASCII).endsWith(" 200");
    } catch (IOException e) {
      throw new UncheckedIOException("the router does not answer", e);
    }
  }

  @Override
  public void close() {
    provider().close();
    emulator().close();
  }
}
