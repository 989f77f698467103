// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a list of apps must be. */
interface DiscoveryTests extends Suite {
  /** Fleets of ten thousand, one by one. */
  int MANY = 10_000;

  private List<DiscoveredApp> list() {
    return Expect.done(provider().discover(Call.discovery(AMPLE, platform().ticker())));
  }

  private static DiscoveredApp find(List<DiscoveredApp> apps, String ref) {
    return apps.stream()
        .filter(app -> app.ref().equals(ref))
        .findFirst()
        .orElseThrow(() -> new AssertionError(ref + " is not in the list " + apps));
  }

  @Test
  default void allApps_areListedOnceEach() {
    List<DiscoveredApp> apps = list();

    assertThat(apps).hasSize(platform().apps());
    assertThat(apps).extracting(DiscoveredApp::ref).doesNotHaveDuplicates();
    assertThat(apps).extracting(DiscoveredApp::name).allMatch(name -> !name.isBlank());
  }

  @Test
  default void listedApp_hasItsNameAndItsState() {
    List<DiscoveredApp> apps = list();

    DiscoveredApp awake = find(apps, platform().awake());
    assertThat(awake.status()).isInstanceOf(AppStatus.Running.class);
    assertThat(awake.name()).isEqualTo(platform().name(awake.ref()));
    DiscoveredApp asleep = find(apps, platform().asleep());
    assertThat(asleep.status()).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  default void listedAgain_refsAreTheSame() {
    Set<String> first = refs(list());
    assertThat(refs(list())).isEqualTo(first);
  }

  private static Set<String> refs(List<DiscoveredApp> apps) {
    return apps.stream().map(DiscoveredApp::ref).collect(Collectors.toSet());
  }

  @Test
  default void listedHost_isInLowerCaseAndPlain() {
    assertThat(list())
        .flatExtracting(DiscoveredApp::hosts)
        .allMatch(host -> host.matches("[a-z0-9.*-]+"));
  }

  /**
   * Where no list tells what is needed, a fleet is looked at in turns, as the limit on calls
   * allows: refused as too many calls until then, and never a part of it told for the whole.
   */
  @Test
  default void tenThousandApps_areListedInTheEnd() throws Exception {
    needs(Feature.MANY_APPS);
    Platform many = another(MANY);
    Call month = within(Duration.ofDays(30));

    CallOutcome<List<DiscoveredApp>> outcome = provider().discover(aDay());
    while (!month.expired() && !Expect.doneOrRateLimited(outcome)) {
      many.ticker().pause(Duration.ofHours(1));
      outcome = provider().discover(aDay());
    }

    List<DiscoveredApp> apps = Expect.done(outcome);
    assertThat(apps).hasSize(many.apps()).hasSizeGreaterThan(MANY / 2);
    assertThat(refs(apps)).hasSize(apps.size());
  }

  private Call aDay() {
    return Call.discovery(Duration.ofDays(1), platform().ticker());
  }

  @Test
  default void deletedApp_isListedNoMore() {
    needs(Feature.DELETION);
    String ref = platform().asleep();
    assertThat(refs(list())).contains(ref);

    platform().delete(ref);

    assertThat(refs(list())).doesNotContain(ref);
  }

  @Test
  default void fieldsThatNobodyKnows_changeNothing() {
    needs(Feature.NETWORK);
    Function<List<DiscoveredApp>, Set<DiscoveredApp>> all = Set::copyOf;
    Set<DiscoveredApp> plain = all.apply(list());
    AppStatus status = settled(platform().awake());

    platform().trouble(Order.LOOK, 1_000, new Trouble.Odd());

    assertThat(all.apply(list())).hasSameSizeAs(plain);
    assertThat(refs(list())).isEqualTo(refs(List.copyOf(plain)));
    assertThat(settled(platform().awake())).isEqualTo(status);
  }

  @Test
  default void listWithoutSense_isUnknown() {
    needs(Feature.NETWORK);
    platform().trouble(Order.LOOK, 1_000, new Trouble.Nonsense());

    String _ = Expect.unknown(provider().discover(soon()));
    String _ = Expect.unknown(ask(platform().awake()));
  }
}
