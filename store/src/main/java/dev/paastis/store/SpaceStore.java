// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.Account;
import dev.paastis.app.SpaceId;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The spaces, and their accounts. Safe for use by many threads; may block. */
public final class SpaceStore {
  private final Database database;
  private final InstantSource clock;

  SpaceStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The space of that name, made when there is none; calls at once give the same space. */
  public SpaceId ensure(String name) {
    return database.write(handle -> {
      handle
          .createUpdate(
              """
              INSERT INTO space (id, name, created_at) VALUES (:id, :name, :at)
              ON CONFLICT (name) DO NOTHING
              """)
          .bind("id", UUID.randomUUID())
          .bind("name", name)
          .bind("at", clock.instant())
          .execute();
      return find(handle, name);
    });
  }

  /** The names of all spaces, in order of name. */
  public Map<SpaceId, String> names() {
    Map<SpaceId, String> names = new LinkedHashMap<>();
    database.run(handle ->
        handle
            .createQuery("SELECT id AS space_id, name FROM space ORDER BY name")
            .map((rs, _) -> Map.entry(Rows.space(rs), rs.getString("name")))
            .forEach(entry -> names.put(entry.getKey(), entry.getValue())));
    return names;
  }

  /**
   * The account of that name in the space, made when there is none.
   *
   * @throws IllegalArgumentException when there is one at another provider or in another region, or
   *     that people added
   */
  Account ensureAccount(SpaceId space, String provider, String region, String name) {
    Declared declared =
        database.write(handle ->
            declared(handle, new Account(UUID.randomUUID(), space, provider, region, name)));
    Account account = declared.account();
    if (declared.added()) {
      throw new IllegalArgumentException(
          "account '%s' of the file has the name of one that was added in the console; give it another name, or remove that one first"
              .formatted(name));
    }
    if (!account.provider().equals(provider) || !account.region().equals(region)) {
      throw new IllegalArgumentException(
          "account '%s' is at provider '%s' in region '%s', not '%s' in '%s'; give the new one another name"
              .formatted(name, account.provider(), account.region(), provider, region));
    }
    return account;
  }

  /**
   * The account that holds a name.
   *
   * @param added whether people added it, as opposed to the file
   */
  private record Declared(Account account, boolean added) {}

  /** Written even when it is there, so that one statement answers whoever else adds or removes. */
  private Declared declared(Handle handle, Account account) {
    return handle
        .createQuery(
            """
            INSERT INTO account (id, space_id, provider, region, name, created_at)
            VALUES (:id, :space, :provider, :region, :name, :at)
            ON CONFLICT (space_id, name) WHERE removed_at IS NULL
            DO UPDATE SET name = excluded.name
            RETURNING id AS account_id, space_id, provider, region, name AS account_name,
                      origin = 'console' AS added
            """)
        .bind("id", account.id())
        .bind("space", account.space().value())
        .bind("provider", account.provider())
        .bind("region", account.region())
        .bind("name", account.name())
        .bind("at", clock.instant())
        .map((rs, _) -> new Declared(Rows.account(rs), rs.getBoolean("added")))
        .one();
  }

  private static SpaceId find(Handle handle, String name) {
    return handle
        .createQuery("SELECT id AS space_id FROM space WHERE name = :name")
        .bind("name", name)
        .map((rs, _) -> Rows.space(rs))
        .one();
  }
}
