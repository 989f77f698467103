// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of an app. The legal transitions are the methods of each state, so that an illegal one
 * does not compile:
 *
 * <pre>{@code
 *         toFallingAsleep              toAsleep
 * Awake -----------------> FallingAsleep -----> Asleep
 *   ^ ^--- backToAwake -------'                   |
 *   |                                             | toWaking
 *   '----- toAwake ------ Waking <----------------'
 *                            '-- backToAsleep --> Asleep
 * }</pre>
 *
 * Any state may become {@link Unknown} when the provider's answer is; asking the provider leads out
 * of it. {@code observedX} transitions are drift: the provider shows what somebody else did.
 *
 * @see AppLifecycle the one owner that applies transitions
 */
public sealed interface AppState {
  /** When the app entered this state. */
  Instant since();

  /** The state's name in API, database and console. */
  StateName name();

  /** Becomes unknown: the provider's answer did not arrive or made no sense. */
  default Unknown toUnknown(Instant at, String cause) {
    return new Unknown(at, cause, formation());
  }

  /** The formation to restore, {@link Formation#EMPTY} while none has been seen. */
  Formation formation();

  /**
   * Running and reachable.
   *
   * @param since when it became awake
   * @param upstream where it answers
   * @param formation what runs
   * @param handledAt when somebody last started or deployed it by hand, {@code null} if nobody did
   */
  record Awake(Instant since, Upstream upstream, Formation formation, @Nullable Instant handledAt)
      implements AppState {
    /** An app that nobody started or deployed by hand. */
    public Awake(Instant since, Upstream upstream, Formation formation) {
      this(since, upstream, formation, null);
    }

    /** The same, started or deployed by hand then. */
    public Awake handled(Instant at) {
      return new Awake(since, upstream, formation, at);
    }

    @Override
    public StateName name() {
      return StateName.AWAKE;
    }

    /** Starts to fall asleep; new requests are held from here on. */
    public FallingAsleep toFallingAsleep(Instant at, Operation operation) {
      return new FallingAsleep(at, operation, upstream, formation, since);
    }

    /** The provider shows it stopped, by somebody else or by a crash. */
    public Asleep observedAsleep(Instant at) {
      return new Asleep(at, formation);
    }

    /** The provider shows it running at another address or with another formation. */
    public Awake observedAt(Upstream other, Formation seen) {
      return new Awake(since, other, seen, handledAt);
    }
  }

  /**
   * Being stopped.
   *
   * @param since when it began
   * @param operation who stops it and why
   * @param upstream where it answered
   * @param formation what will be restored
   * @param awakeSince since when it had been awake, kept for a sleep that is called off
   */
  record FallingAsleep(
      Instant since,
      Operation operation,
      Upstream upstream,
      Formation formation,
      Instant awakeSince)
      implements AppState {
    @Override
    public StateName name() {
      return StateName.FALLING_ASLEEP;
    }

    /** Remembers the formation just read from the provider, before anything is stopped. */
    public FallingAsleep remembering(Formation seen) {
      return new FallingAsleep(since, operation, upstream, seen, awakeSince);
    }

    /** The same sleep, taken up by another engine. */
    public FallingAsleep takenUpBy(Operation other) {
      return new FallingAsleep(since, other, upstream, formation, awakeSince);
    }

    /** The provider confirmed the stop. */
    public Asleep toAsleep(Instant at) {
      return new Asleep(at, formation);
    }

    /** Called off before the stop, or refused by the provider. */
    public Awake backToAwake() {
      return new Awake(awakeSince, upstream, formation);
    }
  }

  /**
   * Stopped, with its formation remembered.
   *
   * @param since when it fell asleep
   * @param formation what to restore
   */
  record Asleep(Instant since, Formation formation) implements AppState {
    @Override
    public StateName name() {
      return StateName.ASLEEP;
    }

    /** Starts to wake. */
    public Waking toWaking(Instant at, Operation operation) {
      return new Waking(at, operation, formation);
    }

    /** The provider shows it running: somebody else started it. */
    public Awake observedAwake(Instant at, Upstream upstream, Formation seen) {
      return new Awake(at, upstream, seen);
    }
  }

  /**
   * Being started.
   *
   * @param since when it began
   * @param operation who wakes it and why
   * @param formation what is being restored
   */
  record Waking(Instant since, Operation operation, Formation formation) implements AppState {
    @Override
    public StateName name() {
      return StateName.WAKING;
    }

    /** The same wake, taken up by another engine. */
    public Waking takenUpBy(Operation other) {
      return new Waking(since, other, formation);
    }

    /** A proof of readiness held. */
    public Awake toAwake(Instant at, Upstream upstream, Formation seen) {
      return new Awake(at, upstream, seen);
    }

    /** Refused, failed or too late; nothing is left running. */
    public Asleep backToAsleep(Instant at) {
      return new Asleep(at, formation);
    }
  }

  /**
   * Not known: the provider must be asked.
   *
   * @param since when it became unknown
   * @param cause why, for people
   * @param formation the last formation seen
   */
  record Unknown(Instant since, String cause, Formation formation) implements AppState {
    @Override
    public StateName name() {
      return StateName.UNKNOWN;
    }

    /** The provider shows it running. */
    public Awake observedAwake(Instant at, Upstream upstream, Formation seen) {
      return new Awake(at, upstream, seen);
    }

    /** The provider shows it stopped. */
    public Asleep observedAsleep(Instant at) {
      return new Asleep(at, formation);
    }
  }
}
