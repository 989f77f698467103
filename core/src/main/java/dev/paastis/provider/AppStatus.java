// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import dev.paastis.app.Formation;
import dev.paastis.app.Upstream;
import org.jspecify.annotations.Nullable;

/** What a provider says of an app now. */
public sealed interface AppStatus {
  /**
   * It runs, or its start has been carried out; whether it can answer is for the readiness proofs.
   *
   * @param upstream where it answers or will
   * @param formation what runs
   */
  record Running(Upstream upstream, Formation formation) implements AppStatus {}

  /**
   * It is being started and cannot answer yet, as far as the provider knows.
   *
   * @param upstream where it will answer
   * @param formation what will run
   */
  record Starting(Upstream upstream, Formation formation) implements AppStatus {
    /** The same app, taken for running by whoever ordered the start and proves it otherwise. */
    public Running begun() {
      return new Running(upstream, formation);
    }
  }

  /**
   * It does not run.
   *
   * @param formation what a start would bring back, as far as the provider knows
   */
  record Stopped(Formation formation) implements AppStatus {}

  /**
   * It ran and stopped by itself.
   *
   * @param exitCode of the process, where there is one
   * @param tail the last lines of its output, empty when unknown
   * @param formation what ran
   */
  record Crashed(@Nullable Integer exitCode, String tail, Formation formation)
      implements AppStatus {}

  /** There is no such app any more. */
  record Gone() implements AppStatus {}
}
