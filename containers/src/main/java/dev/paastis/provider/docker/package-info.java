// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Apps that are containers of a Docker or Podman engine: single ones, and whole compose projects,
 * chosen by a label. They are stopped or paused where they are and never made anew, so that
 * volumes, networks, names and restart policies stay as they were.
 *
 * <p>A restart policy does not bring back a container that was stopped by order. When the engine
 * itself is started again, however, it starts those with the policy {@code always}, asleep or not;
 * {@code unless-stopped} leaves them alone.
 */
@NullMarked
package dev.paastis.provider.docker;

import org.jspecify.annotations.NullMarked;
