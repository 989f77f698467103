// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Bill;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Endpoint;
import dev.paastis.emulator.Router;
import dev.paastis.emulator.TokenBucket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scalingo on this machine, as its documentation describes it: the authentication server and the
 * API of region {@code osc-fr1} at one address, and the router of {@code *.osc-fr1.scalingo.io}.
 * What is due by the clock has happened before any call is answered, so that a test that moves its
 * clock needs nothing else. Safe for use by many threads.
 *
 * @see <a href="https://developers.scalingo.com/">Scalingo's API</a>
 */
public final class ScalingoEmulator extends EmulatedPlatform {
  private static final int CALLS_PER_MINUTE = 60;
  private static final String EXCHANGE = "/v1/tokens/exchange";

  private final TokenBucket limit;
  private final Sessions sessions;
  private final Platform platform;
  private final Endpoint endpoint;

  private ScalingoEmulator(EmulatorSettings settings) {
    super(settings);
    limit = settings.bucket(CALLS_PER_MINUTE, Duration.ofMinutes(1));
    sessions = new Sessions(settings.token(), settings.clock());
    Notifiers notifiers = new Notifiers(deliveries(), settings.clock());
    platform = new Platform(settings, timeline(), super.bill(), notifiers);
    endpoint = endpoint(settings.port());
    endpoint
        .filter(this::arrive)
        .filter(this::limit)
        .filter(this::authenticate)
        .filter(this::keepOut);
    endpoint.route("POST", EXCHANGE, sessions::exchange);
    new Api(platform, settings.clock(), endpoint.uri()).routes(endpoint);
    notifiers.route(endpoint, platform);
    endpoint.start();
  }

  /** Starts the platform with a fleet of that many apps. */
  public static ScalingoEmulator start(EmulatorSettings settings) {
    return new ScalingoEmulator(settings);
  }

  /** Has everything happen as time passes, also while nobody calls. */
  @Override
  public ScalingoEmulator drive() {
    var _ = super.drive();
    return this;
  }

  @Override
  public URI api() {
    return endpoint.uri();
  }

  @Override
  public Bill bill() {
    runDue();
    return super.bill();
  }

  /** How many calls have come in so far, refused ones included. */
  public long calls() {
    return callLog().count();
  }

  /** How many orders to scale or restart have been accepted so far. */
  public long orders() {
    return platform.orders();
  }

  /** How many orders have made some formation grow so far. */
  public long starts() {
    return platform.starts();
  }

  /** Containers of the app never listen on their port from now on. */
  public void failBoots(String app) {
    platform.change(app, hosted -> hosted.failsToBoot = true);
  }

  /** Its containers listen again from now on. */
  public void mendBoots(String app) {
    platform.change(app, hosted -> hosted.failsToBoot = false);
  }

  /** Operations of the app never end from now on. */
  public void neverEnd(String app) {
    platform.change(app, hosted -> hosted.neverEnds = true);
  }

  /** Every scale call that would start something of the app gets this answer from now on. */
  public void refuseStart(String app, Answer answer) {
    platform.change(app, hosted -> hosted.refusal = answer);
  }

  /** Without a payment method the account has one small or medium web container. */
  public void paymentMethod(boolean present) {
    platform.paymentMethod(present);
  }

  /** Somebody else scales the app; the sizes stay. */
  public void changeFormation(String app, Map<String, Integer> amounts) {
    List<Order> orders =
        amounts.entrySet().stream()
            .map(amount -> new Order(amount.getKey(), amount.getValue(), ""))
            .toList();
    runDue();
    var _ = platform.scale(app, orders);
  }

  /** Somebody else gives a process type of the app another size; the amount stays. */
  public void resize(String app, String type, String size) {
    runDue();
    int amount = platform.read(app, hosted -> hosted.amount(type));
    var _ = platform.scale(app, List.of(new Order(type, amount, size)));
  }

  /** The app is somebody else's, who lets the account take part, perhaps as a limited one. */
  public void share(String app, boolean limited) {
    platform.change(
        app,
        hosted -> {
          hosted.owner = Wire.Owner.PARTNER;
          hosted.limited = limited;
        });
  }

  /** Somebody else gives the app to a user who does not let the account take part. */
  public void giveAway(String app) {
    platform.change(app, hosted -> hosted.away = true);
  }

  /** The app's name. */
  public String name(String app) {
    return platform.read(app, hosted -> hosted.name);
  }

  /** The app's public host name. */
  public String host(String app) {
    return platform.read(app, Platform::host);
  }

  /** Somebody else restarts the app. */
  public void restart(String app) {
    runDue();
    var _ = platform.restart(app);
  }

  /** Somebody else renames the app, which changes its host. */
  public void rename(String app, String name) {
    platform.rename(app, name);
  }

  /** Somebody else deletes the app. */
  public void deleteApp(String app) {
    platform.delete(app);
  }

  /** Ends a bearer, or the API token with every bearer that it was exchanged for. */
  public void revoke(String credential) {
    sessions.revoke(credential);
  }

  /** The API token, revoked before, can be exchanged again. */
  public void readmit() {
    sessions.readmit();
  }

  /** Ends every bearer; the API token can still be exchanged. */
  public void endSessions() {
    sessions.endAll();
  }

  /** Bearers end that long after they are given from now on, though they tell of an hour. */
  public void shortenSessions(Duration life) {
    sessions.shorten(life);
  }

  /** How often the API token has been exchanged so far. */
  public long exchanges() {
    return sessions.minted();
  }

  @Override
  protected Answer serverError() {
    return Answer.json(500, Map.of("error", "internal server error"));
  }

  @Override
  protected void stop() {
    endpoint.close();
    platform.close();
  }

  @Override
  protected Router.Front front(String host) {
    runDue();
    return platform.front(host);
  }

  private Optional<Answer> arrive(Call call) {
    runDue();
    return Optional.empty();
  }

  /** What is counted is not documented: here the account, exchanges included. */
  private Optional<Answer> limit(Call call) {
    return limit.take("account").allowed()
        ? Optional.empty()
        : Optional.of(Answer.text(429, "Retry later\n"));
  }

  private Optional<Answer> authenticate(Call call) {
    return call.path().equals(EXCHANGE) || Notifiers.isPublic(call)
        ? Optional.empty()
        : sessions.check(call);
  }

  private Optional<Answer> keepOut(Call call) {
    String[] path = call.path().split("/", 5); // "", "v1", "apps", app, the rest
    return path.length > 3 && path[2].equals("apps") && platform.isAway(path[3])
        ? Optional.of(Refused.notFound("App").answer())
        : Optional.empty();
  }
}
