// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.shell;

import dev.paastis.conformance.ProviderConformance;

final class ShellConformanceTest extends ProviderConformance {
  ShellConformanceTest() {
    super(ShellRig::new);
  }
}
