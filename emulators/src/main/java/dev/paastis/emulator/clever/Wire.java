// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes over the wire, in the platform's own names. */
final class Wire {
  private Wire() {}

  record Named(String name) {}

  record Slug(String slug) {}

  record Vhost(String fqdn) {}

  record Urls(String url, String httpUrl) {}

  record Settings(
      String type,
      String version,
      Slug variant,
      int minInstances,
      int maxInstances,
      Named minFlavor,
      Named maxFlavor,
      String lifetime) {}

  record Application(
      String id,
      String name,
      String zone,
      String ownerId,
      String state,
      Settings instance,
      Urls deployment,
      List<Vhost> vhosts,
      boolean homogeneous,
      boolean separateBuild,
      Named buildFlavor,
      String commitId,
      String branch,
      long creationDate,
      boolean archived) {}

  record Instance(
      String id,
      String appId,
      String ip,
      int appPort,
      String state,
      Named flavor,
      String commit,
      String deployId,
      int instanceNumber,
      String displayName) {}

  record Deployment(
      int id,
      String uuid,
      long date,
      String state,
      String action,
      String commit,
      String cause,
      int instances) {}

  record Brief(
      String id,
      String name,
      String state,
      String variantSlug,
      String commit,
      boolean archived,
      boolean homogeneous) {}

  record Addon(String id, String realId, String name, String providerId) {}

  record Owner(String id, @Nullable String name, List<Brief> applications, List<Addon> addons) {}

  record Summary(Owner user, List<Owner> organisations) {}

  record Ordered(int id, String message, String type, @Nullable String deploymentId) {}

  record Refused(int id, String message, String type, Map<String, String> fields) {}
}
