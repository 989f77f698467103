// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.tiny;

import dev.paastis.conformance.ProviderConformance;

final class TinyConformanceTest extends ProviderConformance {
  TinyConformanceTest() {
    super(TinyRig::new);
  }
}
