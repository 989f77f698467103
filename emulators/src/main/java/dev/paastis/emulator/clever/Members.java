// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import dev.paastis.emulator.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The user and the roles of the user in organisations. Safe for use by many threads. */
final class Members {
  private static final String EMAIL = "ops@example.org";
  private static final Set<String> LOOKERS = Set.of("ACCOUNTING", "READ_ONLY");

  private final Map<String, String> roles = new ConcurrentHashMap<>();

  /** The user has that role in the organisation from now on. */
  void role(String organisation, String role) {
    roles.put(organisation, role);
  }

  boolean mayAct(String owner) {
    return !LOOKERS.contains(roleIn(owner));
  }

  Map<String, Object> self() {
    return Map.of("id", Fleet.USER, "email", EMAIL, "name", "Ops", "admin", false);
  }

  /** A personal space has no members. */
  Answer of(String owner) {
    return owner.equals(Fleet.USER)
        ? Errors.notFound()
        : Answer.json(
            200,
            List.of(
                member("user_99999999-0000-4000-8000-000000000001", "boss@example.org", "ADMIN"),
                member(Fleet.USER, EMAIL, roleIn(owner))));
  }

  private String roleIn(String owner) {
    return roles.getOrDefault(owner, "DEVELOPER");
  }

  private static Map<String, Object> member(String id, String email, String role) {
    return Map.of("member", Map.of("id", id, "email", email), "role", role);
  }
}
