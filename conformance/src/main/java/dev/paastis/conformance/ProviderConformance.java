// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every provider must do, whatever its platform does to it. A provider's test extends it with
 * the {@link Rig} that sets its platform up, and adds nothing:
 *
 * <pre>{@code
 * final class HerokuConformanceTest extends ProviderConformance {
 *   HerokuConformanceTest() {
 *     super(HerokuRig::new);
 *   }
 * }
 * }</pre>
 *
 * <p>Besides what each test asks, every answer of the provider must come by its deadline and show
 * no secret. Tests of what a platform {@linkplain Platform#lacks() lacks} are reported as skipped.
 */
public abstract class ProviderConformance
    implements DiscoveryTests,
        SleepTests,
        WakeTests,
        FailureTests,
        TroubleTests,
        AccessTests,
        ClockTests,
        MovedTests,
        DeletionTests,
        PromiseTests {
  /** Enough that every sort of app of a small agency is among them. */
  private static final int SOME_APPS = 24;

  private final Rig rig;
  private @Nullable Platform platform;

  /** The suite, on the platforms that the rig sets up. */
  protected ProviderConformance(Rig rig) {
    this.rig = rig;
  }

  @BeforeEach
  final void open() throws Exception {
    platform = rig.open(SOME_APPS);
  }

  @AfterEach
  final void close() throws Exception {
    if (platform != null) {
      platform.close();
    }
  }

  @Override
  public final Platform platform() {
    return Objects.requireNonNull(platform, "no platform is open");
  }

  @Override
  public final Platform another(int apps) throws Exception {
    close();
    platform = rig.open(apps);
    return platform();
  }
}
