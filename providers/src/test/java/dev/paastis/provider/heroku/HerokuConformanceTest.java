// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.conformance.ProviderConformance;

final class HerokuConformanceTest extends ProviderConformance {
  HerokuConformanceTest() {
    super(HerokuRig::new);
  }
}
