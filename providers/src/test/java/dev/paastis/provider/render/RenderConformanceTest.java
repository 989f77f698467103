// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import dev.paastis.conformance.ProviderConformance;

final class RenderConformanceTest extends ProviderConformance {
  RenderConformanceTest() {
    super(RenderRig::new);
  }
}
