// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.paastis.app.Formation;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Readiness;
import dev.paastis.provider.Setting;
import dev.paastis.provider.Work;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Whether a platform does what its kind says of it. */
interface PromiseTests extends Suite {
  /** Changes made by hand until one of them is heard of. */
  int MOST_CHANGES = 12;

  /** Fewer calls than this share of the apps is a list, not a call for each. */
  int APPS_PER_CALL = 5;

  private ProviderKind registered() {
    Optional<ProviderKind> kind = platform().registered();
    assumeTrue(kind.isPresent(), () -> "no ProviderKind '" + platform().kind() + "' is registered");
    return kind.get();
  }

  private Capabilities promised() {
    return registered().capabilities();
  }

  @Test
  default void kind_isDescribedForPeople() {
    ProviderKind kind = registered();

    assertThat(kind.name()).matches("[a-z][a-z0-9-]*");
    assertThat(kind.title()).isNotBlank();
    assertThat(kind.settings()).extracting(Setting::name).doesNotHaveDuplicates();
    assertThat(kind.settings()).allSatisfy(setting -> assertThat(setting.help()).isNotBlank());
    assertThat(kind.limits()).allSatisfy(limit -> assertThat(limit.source()).isNotBlank());
    boolean secret = kind.settings().stream().anyMatch(each -> each.type() == Setting.Type.SECRET);
    assertThat(kind.rights().isBlank())
        .as("rights of a kind with a credential")
        .isNotEqualTo(secret);
  }

  @Test
  default void paces_areSane() {
    Readiness readiness = provider().readiness(platform().awake());

    assertThat(readiness.probeEvery()).isPositive().isLessThanOrEqualTo(readiness.probeAtMost());
    assertThat(readiness.probeAtMost()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(readiness.statusEvery()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
    String path = readiness.path();
    assertThat(path == null || path.startsWith("/")).as("readiness path %s", path).isTrue();
  }

  @Test
  default void proof_isThePromisedOne() {
    boolean probe = promised().proof() == Capabilities.Proof.PROBE;
    assertThat(provider().readiness(platform().awake()).probeSuffices()).isEqualTo(probe);
  }

  /** Both kinds of stop: nothing is left, the moment that the provider says so. */
  @Test
  default void stop_takesNoLookWhereItIsPromisedAtOnce() {
    assumeTrue(
        promised().stop() == Capabilities.Stop.AT_ONCE, () -> "stops end later by their kind");

    var _ = Expect.done(stop(platform().awake()));

    assertThat(platform().answers(platform().awake())).isFalse();
    sleeps(platform().awake());
  }

  @Test
  default void list_takesPagesOnlyWhereItIsPromised() throws Exception {
    needs(Feature.CALL_COUNT, Feature.MANY_APPS);
    assumeTrue(
        promised().list() == Capabilities.Listing.PAGES, () -> "the list takes calls for apps");
    Platform fleet = another(1_000);
    long before = fleet.calls();

    var apps = Expect.done(provider().discover(within(Duration.ofDays(1))));

    assertThat(apps).hasSizeGreaterThan(500);
    assertThat(fleet.calls() - before).isLessThan(apps.size() / APPS_PER_CALL);
  }

  @Test
  default void work_isToldWhereItIsPromised_andOnlyGrows() throws Exception {
    assertThat(provider().tellsWork()).isEqualTo(promised().work() == Capabilities.Work.TOLD);
    assumeTrue(provider().tellsWork(), () -> "work is not told");
    String ref = platform().awake();

    Work before = Expect.done(provider().work(ref, within(Duration.ofSeconds(30))));
    Work after = Expect.done(provider().work(ref, within(Duration.ofSeconds(30))));

    assertThat(before.parts()).isNotEmpty();
    assertThat(after.parts().keySet()).isEqualTo(before.parts().keySet());
    assertThat(after.parts())
        .allSatisfy((part, used) -> {
          Work.Used earlier = before.parts().getOrDefault(part, Work.Used.NOTHING);
          assertThat(used.cpu()).isGreaterThanOrEqualTo(earlier.cpu());
          assertThat(used.sent()).isGreaterThanOrEqualTo(earlier.sent());
        });
  }

  @Test
  default void change_isToldWhereItIsPromised() throws Exception {
    needs(Feature.STOP_BY_HAND);
    assumeTrue(
        promised().changes() == Capabilities.Changes.TOLD, () -> "changes are found, not told");
    String ref = platform().awake();
    Formation ran = Expect.running(settled(ref)).formation();
    CompletableFuture<String> told = new CompletableFuture<>();
    provider()
        .watch(changed -> {
          if (changed.equals(ref)) {
            told.complete(changed);
          }
        });

    // A provider first looks at what is there, and does not say when it has: a change before is no
    // news to it.
    platform().stopByHand(ref);
    for (int changes = 1; changes < MOST_CHANGES && !heard(told); changes++) {
      var _ = Expect.done(start(ref, ran));
      platform().stopByHand(ref);
    }
    assertThat(told.get(5, TimeUnit.SECONDS)).isEqualTo(ref);
  }

  private static boolean heard(CompletableFuture<String> told) throws InterruptedException {
    try {
      return !told.get(5, TimeUnit.SECONDS).isEmpty();
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("nobody fails it", e);
    }
  }

  @Test
  default void output_isNoLongerThanAskedFor() {
    assertThat(provider().output(platform().awake(), 3)).hasSizeLessThanOrEqualTo(3);
    assertThat(provider().output(platform().awake(), 0)).isEmpty();
    assertThat(provider().output(platform().awake() + "x", 3)).isEmpty();
  }
}
