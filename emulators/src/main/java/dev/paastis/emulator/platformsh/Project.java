// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** A project with its environments and activities. Guarded by the {@link World}. */
final class Project {
  final String id;
  final String region;
  final boolean fixedPlan;
  final Instant createdAt;
  final Map<String, Environment> environments = new LinkedHashMap<>();

  /** Newest first. */
  final Deque<Activity> activities = new ArrayDeque<>();

  String title;
  String organization = Api.ORGANIZATION;
  boolean suspended;

  Project(String id, String title, String region, boolean fixedPlan, Instant createdAt) {
    this.id = id;
    this.title = title;
    this.region = region;
    this.fixedPlan = fixedPlan;
    this.createdAt = createdAt;
  }

  /** The region as it stands in public host names. */
  String siteRegion() {
    return region.substring(0, region.indexOf('.'));
  }
}
