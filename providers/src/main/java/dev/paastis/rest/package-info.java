// SPDX-License-Identifier: AGPL-3.0-or-later
/** JSON over HTTP for the providers: requests, replies, and what a reply means. */
@NullMarked
package dev.paastis.rest;

import org.jspecify.annotations.NullMarked;
