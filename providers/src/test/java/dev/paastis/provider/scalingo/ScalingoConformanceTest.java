// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.conformance.ProviderConformance;

final class ScalingoConformanceTest extends ProviderConformance {
  ScalingoConformanceTest() {
    super(ScalingoRig::new);
  }
}
