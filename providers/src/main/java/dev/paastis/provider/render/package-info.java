// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Apps that are services of Render. Each service is suspended and resumed by itself, and keeps its
 * plan, its number of instances and its autoscaler meanwhile; a resume is a deploy of the last
 * build, and the service is back once that deploy is live.
 */
@NullMarked
package dev.paastis.provider.render;

import org.jspecify.annotations.NullMarked;
