// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Gives orders for several containers at once. */
final class Together {
  private Together() {}

  /** An order for one container. */
  interface Step {
    void take(Member member) throws Trouble;
  }

  /** Takes the step for each and waits for all; the first trouble is told after that. */
  static void each(List<Member> members, Step step) throws Trouble {
    if (members.size() == 1) {
      step.take(members.getFirst());
      return;
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Trouble>>> taken =
          members.stream().map(member -> threads.submit(() -> trouble(member, step))).toList();
      for (Future<Optional<Trouble>> end : taken) {
        Optional<Trouble> trouble = end(end);
        if (trouble.isPresent()) {
          throw trouble.get();
        }
      }
    }
  }

  private static Optional<Trouble> trouble(Member member, Step step) {
    try {
      step.take(member);
      return Optional.empty();
    } catch (Trouble trouble) {
      return Optional.of(trouble);
    }
  }

  private static Optional<Trouble> end(Future<Optional<Trouble>> taken) {
    try {
      return taken.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an order for a container broke", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(
          Trouble.unknown("interrupted while orders for containers were carried out"));
    }
  }
}
