// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The words by which objects of the cluster speak to us, and we leave notes on them. */
final class Annotations {
  /** Name of the app that a workload belongs to, where the label is not to be used. */
  static final String APP = "paastis.dev/app";

  /** The usual label for the same. */
  static final String PART_OF = "app.kubernetes.io/part-of";

  /** Position at a wake, lower first. */
  static final String ORDER = "paastis.dev/order";

  /** Where the app answers, in place of its Service. */
  static final String UPSTREAM = "paastis.dev/upstream";

  /** Custom domains, separated by commas. */
  static final String HOSTS = "paastis.dev/hosts";

  /** Path that answers 2xx or 3xx once the app is ready. */
  static final String READINESS_PATH = "paastis.dev/readiness-path";

  /** {@code true}: serves the public. */
  static final String PRODUCTION = "paastis.dev/production";

  /** {@code true}: made for one branch or one request for changes. */
  static final String REVIEW_APP = "paastis.dev/review-app";

  /** Our note on a workload asleep: how many replicas it had. */
  static final String REPLICAS = "paastis.dev/replicas";

  /** Our note on a ScaledObject asleep: what its own annotation said, or {@link #NOTHING}. */
  static final String PAUSED_BEFORE = "paastis.dev/paused-replicas-before";

  /** Of KEDA: scale to that many and leave it so. */
  static final String KEDA_PAUSED_REPLICAS = "autoscaling.keda.sh/paused-replicas";

  /** Stands for an annotation that was not there. */
  static final String NOTHING = "none";

  private Annotations() {}

  static Optional<String> text(Map<String, String> annotations, String name) {
    return Optional.ofNullable(annotations.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** Empty also where it is no number. */
  static OptionalInt number(Map<String, String> annotations, String name) {
    try {
      Optional<String> text = text(annotations, name);
      return text.isPresent() ? OptionalInt.of(Integer.parseInt(text.get())) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  static boolean isTrue(Map<String, String> annotations, String name) {
    return text(annotations, name).filter(text -> text.equalsIgnoreCase("true")).isPresent();
  }
}
