// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import dev.paastis.conformance.ProviderConformance;

final class KubernetesConformanceTest extends ProviderConformance {
  KubernetesConformanceTest() {
    super(_ -> new KubernetesRig());
  }
}
