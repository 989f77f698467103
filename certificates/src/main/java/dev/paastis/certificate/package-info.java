// SPDX-License-Identifier: AGPL-3.0-or-later
/** Certificates for the gateway: ordered by ACME, or made by an authority of this machine. */
@NullMarked
package dev.paastis.certificate;

import org.jspecify.annotations.NullMarked;
