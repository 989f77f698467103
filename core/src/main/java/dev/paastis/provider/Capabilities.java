// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.util.List;

/**
 * What sleeping means on a platform, in words that people decide by and flags that code decides by.
 *
 * @param stop when an order to stop has an effect
 * @param proof which proof of readiness suffices
 * @param list what a list of apps costs
 * @param changes how we hear of changes that somebody else makes
 * @param work whether it tells what apps do without requests
 * @param remembers what is remembered at a sleep and restored at the wake
 * @param keepsBilling what costs money while an app sleeps
 * @param keepsRunning what may still run while an app sleeps
 * @param notRestored what a sleep loses
 * @param planLimits what a plan of the platform forbids
 */
public record Capabilities(
    Stop stop,
    Proof proof,
    Listing list,
    Changes changes,
    Work work,
    List<String> remembers,
    List<String> keepsBilling,
    List<String> keepsRunning,
    List<String> notRestored,
    List<String> planLimits) {
  /** When an order to stop has an effect. */
  public enum Stop {
    /** The answer to the order means that nothing is left running. */
    AT_ONCE,
    /** The order is accepted, and its end is asked for. */
    LATER
  }

  /** Which proof of readiness suffices. */
  public enum Proof {
    /** The first probe that the app answers. */
    PROBE,
    /** A probe, and the platform's own word, since its page for a sleeping app can look alive. */
    PROBE_AND_STATUS
  }

  /** What a list of apps costs. */
  public enum Listing {
    /** Pages only: the list says which apps run. */
    PAGES,
    /** Pages, and a call for some or all apps. */
    PAGES_AND_APPS
  }

  /** How we hear of changes that somebody else makes. */
  public enum Changes {
    /** The platform tells. */
    TOLD,
    /** By discovery. */
    FOUND
  }

  /** Whether the platform tells what apps do without requests. */
  public enum Work {
    /** It tells: an app that works is not put to sleep for want of requests. */
    TOLD,
    /** It does not: only requests, and what hooks and rules say, keep an app awake. */
    UNTOLD
  }

  /** Copies the lists. */
  public Capabilities {
    remembers = List.copyOf(remembers);
    keepsBilling = List.copyOf(keepsBilling);
    keepsRunning = List.copyOf(keepsRunning);
    notRestored = List.copyOf(notRestored);
    planLimits = List.copyOf(planLimits);
  }
}
