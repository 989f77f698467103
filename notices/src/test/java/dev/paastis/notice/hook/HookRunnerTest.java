// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.notice.AppPattern;
import dev.paastis.notice.hook.Hook.Limits;
import dev.paastis.notice.hook.Hook.Moment;
import dev.paastis.notice.send.HttpPost;
import dev.paastis.notice.send.Receiver;
import dev.paastis.notice.send.Samples;
import dev.paastis.notice.send.SigningSecrets;
import dev.paastis.pause.SleepHooks.Veto;
import dev.paastis.policy.PolicyBook;
import dev.paastis.provider.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HookRunnerTest {
  private static final Cause IDLE = Cause.of(Cause.Kind.IDLE, "idle for 15m");
  private static final Limits LONG =
      new Limits(Duration.ofSeconds(30), Duration.ofSeconds(30), false, false);
  private static final Limits SHORT =
      new Limits(Duration.ofMillis(200), Duration.ofMillis(200), false, true);
  private static final Limits STRICT =
      new Limits(Duration.ofMillis(200), Duration.ofMillis(200), true, false);

  private final Receiver receiver;
  private final HttpPost http = new HttpPost(InstantSource.fixed(Samples.T0));
  private final Log log = new Log();

  HookRunnerTest() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void stop() {
    http.close();
    receiver.close();
  }

  private HookRunner runner(Hook... hooks) {
    return new HookRunner(
        List.of(hooks), http, log, PolicyBook.empty(), InstantSource.fixed(Samples.T0));
  }

  private Hook hook(Limits limits) {
    Secret secret = new Secret("whsec_MfKQ9r8GKYqTwUPD8ILPZIo2LaLwKDkX");
    return new Hook(
        "jobs",
        Set.of(Moment.BEFORE_SLEEP, Moment.BEFORE_WAKE),
        AppPattern.of("shop-.*"),
        new Hook.Target.Http(receiver.url("/hook"), SigningSecrets.parse(secret)),
        limits);
  }

  private static Hook command(String script) {
    return new Hook(
        "script",
        Set.of(Moment.BEFORE_SLEEP),
        null,
        new Hook.Target.Command(List.of("sh", "-c", script)),
        LONG);
  }

  @Test
  void hook_that_agrees_lets_it_sleep_and_gets_a_signed_body() throws Exception {
    assertThat(runner(hook(LONG)).before(List.of(app("shop-api"), app("blog")), IDLE)).isEmpty();

    Receiver.Received came = receiver.received().getFirst();
    assertThat(came.headers().getFirst("webhook-signature")).startsWith("v1,");
    assertThat(came.body())
        .contains("\"before-sleep\"", "\"shop-api\"", "\"idle\"")
        .doesNotContain("blog");
    assertThat(log.events).isEmpty();
  }

  @Test
  void conflict_is_a_veto_with_its_reason_and_time() throws Exception {
    receiver.answers(409, "{\"veto\": \"import until 18:00\", \"retry\": \"2h\"}");

    assertThat(runner(hook(LONG)).before(List.of(app("shop-api")), IDLE))
        .contains(new Veto("jobs", "import until 18:00", Duration.ofHours(2)));
    assertThat(log.types()).containsExactly(EventType.SLEEP_VETOED);
    assertThat(log.events.getFirst().details())
        .containsEntry("until", "2026-11-20T12:00:00Z")
        .containsEntry("reason", "import until 18:00");
  }

  @Test
  void veto_may_also_come_with_200_and_without_a_time_the_idle_timeout_counts() throws Exception {
    receiver.answers(200, "{\"veto\": \"busy\"}");

    assertThat(runner(hook(LONG)).before(List.of(app("shop-api")), IDLE))
        .contains(new Veto("jobs", "busy", AppSettings.DEFAULT.idleTimeout()));
  }

  @Test
  void other_apps_are_not_asked_about() throws Exception {
    receiver.answers(409, "no");

    assertThat(runner(hook(LONG)).before(List.of(app("blog")), IDLE)).isEmpty();
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void hook_that_hangs_is_cut_and_told_and_the_sleep_goes_on() throws Exception {
    receiver.hangs();

    assertThat(runner(hook(SHORT)).before(List.of(app("shop-api")), IDLE)).isEmpty();
    assertThat(log.types()).containsExactly(EventType.HOOK_FAILED);
    assertThat(log.events.getFirst().details())
        .containsEntry("then", "proceed")
        .containsEntry("reason", "localhost did not answer within 200 ms");
  }

  @Test
  void failure_keeps_it_awake_where_a_person_wants_that() throws Exception {
    receiver.answers(500, "oops");

    Optional<Veto> veto = runner(hook(STRICT)).before(List.of(app("shop-api")), IDLE);

    assertThat(veto).map(Veto::reason).contains("it failed: it answered 500");
    assertThat(log.types()).containsExactly(EventType.HOOK_FAILED, EventType.SLEEP_VETOED);
  }

  @Test
  void program_vetoes_with_exit_code_three() throws Exception {
    Hook against = command("echo; echo 'backup runs'; echo more; exit 3");

    assertThat(runner(against).before(List.of(app("x")), IDLE))
        .map(Veto::reason)
        .contains("backup runs");
    assertThat(runner(command("exit 0")).before(List.of(app("x")), IDLE)).isEmpty();
    assertThat(runner(command("exit 1")).before(List.of(app("x")), IDLE)).isEmpty();
    assertThat(log.types()).containsExactly(EventType.SLEEP_VETOED, EventType.HOOK_FAILED);
  }

  @Test
  void endless_output_is_bounded() throws Exception {
    Hook loud = command("head -c 5000000 /dev/zero | tr '\\0' 'x'; exit 3");

    assertThat(runner(loud).before(List.of(app("x")), IDLE))
        .hasValueSatisfying(veto -> assertThat(veto.reason()).hasSize(200));
  }

  @Test
  void wake_is_told_and_not_held_up_by_a_hook_that_hangs() throws Exception {
    receiver.hangs();

    runner(hook(LONG)).before(app("shop-api"), IDLE);

    await().until(() -> !receiver.received().isEmpty());
    assertThat(receiver.received().getFirst().body()).contains("\"before-wake\"");
    assertThat(log.events).isEmpty();
  }

  @Test
  void wake_that_waits_goes_on_at_the_timeout() throws Exception {
    receiver.hangs();

    runner(hook(SHORT)).before(app("shop-api"), IDLE);

    assertThat(log.types()).containsExactly(EventType.HOOK_FAILED);
  }

  private static TrackedApp app(String name) {
    Account account =
        new Account(UUID.randomUUID(), new SpaceId(UUID.randomUUID()), "local", "here", "main");
    App app =
        new App(
            new AppId(UUID.randomUUID()),
            account,
            name,
            name,
            List.of(),
            AppSettings.DEFAULT,
            null);
    AppState state = new AppState.Asleep(Samples.T0, Formation.of("web", 1, "S"));
    return new TrackedApp(app, 1, state, null, null);
  }

  private static final class Log implements EventLog {
    private final List<Event> events = new ArrayList<>();

    List<EventType> types() {
      return events.stream().map(Event::type).toList();
    }

    @Override
    public Event append(Event event) {
      events.add(event);
      return event;
    }

    @Override
    public List<Event> before(SpaceId space, @Nullable AppId app, long before, int limit) {
      return List.of();
    }

    @Override
    public List<Event> after(SpaceId space, @Nullable AppId app, long after, int limit) {
      return List.of();
    }
  }
}
