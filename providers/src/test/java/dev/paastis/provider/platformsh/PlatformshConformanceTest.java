// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.conformance.ProviderConformance;

final class PlatformshConformanceTest extends ProviderConformance {
  PlatformshConformanceTest() {
    super(PlatformshRig::new);
  }
}
