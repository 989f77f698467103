// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.conformance.ProviderConformance;

final class CleverSignedConformanceTest extends ProviderConformance {
  CleverSignedConformanceTest() {
    super(CleverRig::signing);
  }
}
