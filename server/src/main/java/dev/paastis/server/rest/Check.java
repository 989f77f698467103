// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.CheckView;

/** One thing that the doctor looks at. Beans of this type make up its report, in their order. */
@FunctionalInterface
public interface Check {
  /** Looks. Blocks for a few seconds at most; a fault is a finding and not an exception. */
  CheckView look();
}
