// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.conformance.ProviderConformance;

final class CleverConformanceTest extends ProviderConformance {
  CleverConformanceTest() {
    super(CleverRig::new);
  }
}
