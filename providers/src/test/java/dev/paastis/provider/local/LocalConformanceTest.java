// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import dev.paastis.conformance.ProviderConformance;

final class LocalConformanceTest extends ProviderConformance {
  LocalConformanceTest() {
    super(LocalRig::new);
  }
}
