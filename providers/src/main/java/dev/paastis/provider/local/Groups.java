// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import dev.paastis.process.Signals;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.List;

/**
 * Ends runs with everything that belongs to them, and nothing else.
 *
 * <p>A leading process is signalled only after pid, start time and boot were found to be those of
 * the run. While any member of a group lives, the kernel gives its number to no other process, so a
 * group that was ours a moment ago is ours until it is empty. A group whose leader ended unseen is
 * signalled member by member, and only those that carry the run's mark.
 */
final class Groups {
  private static final Duration FIRST_LOOK = Duration.ofMillis(1);
  private static final Duration LATER_LOOKS = Duration.ofMillis(20);

  /** Kept of the time that a stop may take, for the kill after the grace. */
  private static final Duration FOR_THE_KILL = Duration.ofSeconds(2);

  private final ProcessTable processes;
  private final Ticker ticker;

  Groups(ProcessTable processes, Ticker ticker) {
    this.processes = processes;
    this.ticker = ticker;
  }

  /** Whether the leading process runs. */
  boolean leads(RunFile run) {
    return processes.runs(run.process());
  }

  /**
   * Asks the run to end, kills what is left after the grace, and waits until nothing is left.
   *
   * @return the processes still there at the deadline, normally none
   */
  List<Long> end(RunFile run, Duration grace, Deadline deadline) throws InterruptedException {
    if (!leads(run)) {
      sweep(run);
      return List.of();
    }
    Signals.toGroup(run.process().pid(), Signals.TERM);
    Duration patience = patience(grace, deadline);
    if (!awaitEmpty(run, Deadline.after(patience, ticker))) {
      kill(run);
      awaitEmpty(run, deadline);
    }
    return remaining(run);
  }

  /** Kills what a run left whose leading process has ended. */
  void sweep(RunFile run) {
    for (long pid : processes.members(run.process().pid())) {
      if (processes.carries(pid, run.operation())) {
        Signals.toProcess(pid, Signals.KILL);
      }
    }
  }

  private static Duration patience(Duration grace, Deadline deadline) {
    Duration left = deadline.remaining();
    Duration most = left.minus(FOR_THE_KILL);
    Duration half = left.dividedBy(2);
    return deadline.atMost(grace).compareTo(most) <= 0
        ? grace
        : most.compareTo(half) > 0 ? most : half;
  }

  /** The group at once; then one by one what left the group but not the session. */
  private void kill(RunFile run) {
    Signals.toGroup(run.process().pid(), Signals.KILL);
    processes.members(run.process().pid()).forEach(pid -> Signals.toProcess(pid, Signals.KILL));
  }

  private boolean awaitEmpty(RunFile run, Deadline deadline) throws InterruptedException {
    Duration pause = FIRST_LOOK;
    while (!remaining(run).isEmpty()) {
      if (deadline.expired()) {
        return false;
      }
      ticker.pause(deadline.atMost(pause));
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LATER_LOOKS) < 0 ? pause : LATER_LOOKS;
    }
    return true;
  }

  /** Cheap while the leader lives: the whole table is read only after it. */
  private List<Long> remaining(RunFile run) {
    return leads(run) ? List.of(run.process().pid()) : processes.members(run.process().pid());
  }
}
