// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.http;

import dev.paastis.conformance.ProviderConformance;

final class HttpConformanceTest extends ProviderConformance {
  HttpConformanceTest() {
    super(HttpRig::new);
  }
}
