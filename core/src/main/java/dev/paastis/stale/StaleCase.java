// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.stale;

import dev.paastis.app.AppId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one app that is, or may become, stale. Every step is kept before the next is
 * taken, by whichever engine; activity and vetoes lead back to the beginning.
 *
 * @param app which
 * @param unusedSince the last use on which the case rests, {@code null} while there is no case
 * @param foundAt when it was told as stale
 * @param firstWarnedAt when its deletion was announced
 * @param lastWarnedAt when it was announced for the last time
 * @param deleteAt the date that was announced
 * @param ordered what to tell of its deletion once it is proven, {@code null} while none was
 *     ordered
 * @param deletedAt when its deletion was proven and told
 * @param trouble why the last order did not come about, empty when there was none
 * @param kept who keeps it, {@code null} when nobody does
 */
public record StaleCase(
    AppId app,
    @Nullable Instant unusedSince,
    @Nullable Instant foundAt,
    @Nullable Instant firstWarnedAt,
    @Nullable Instant lastWarnedAt,
    @Nullable Instant deleteAt,
    @Nullable Map<String, String> ordered,
    @Nullable Instant deletedAt,
    String trouble,
    @Nullable Kept kept) {
  /** Copies the details. */
  public StaleCase {
    ordered = ordered == null ? null : Map.copyOf(ordered);
  }

  /**
   * A person's word that an app is not deleted.
   *
   * @param until when it ends, {@link Instant#MAX} for never
   * @param by who, for people
   * @param reason in the person's words
   */
  public record Kept(Instant until, String by, String reason) {
    /** Validates the reason. */
    public Kept {
      if (reason.isBlank()) {
        throw new IllegalArgumentException("an app is kept with a reason; it is missing");
      }
    }
  }

  /** Of an app of which nothing is known. */
  public static StaleCase none(AppId app) {
    return new StaleCase(app, null, null, null, null, null, null, null, "", null);
  }

  /** Whether somebody keeps it at that time. */
  public boolean keptAt(Instant now) {
    return kept != null && now.isBefore(kept.until());
  }

  /** Whether a case is open. */
  boolean isOpen() {
    return foundAt != null;
  }

  /** Nothing was found, warned or announced: the notice begins anew, should there be another. */
  StaleCase closed() {
    return new StaleCase(app, null, null, null, null, null, ordered, deletedAt, "", kept);
  }

  StaleCase found(Instant now, Instant since) {
    return new StaleCase(app, since, now, null, null, null, ordered, deletedAt, "", kept);
  }

  /** Without what was announced: it is told as stale, and not to be deleted. */
  StaleCase notAnnounced() {
    return new StaleCase(
        app, unusedSince, foundAt, null, null, null, ordered, deletedAt, trouble, kept);
  }

  StaleCase warned(Instant now, Instant date) {
    return firstWarnedAt == null
        ? new StaleCase(
            app, unusedSince, foundAt, now, null, date, ordered, deletedAt, trouble, kept)
        : new StaleCase(
            app, unusedSince, foundAt, firstWarnedAt, now, date, ordered, deletedAt, trouble, kept);
  }

  StaleCase ordered(Map<String, String> toTell) {
    return withOrder(toTell, null, trouble);
  }

  /** The order did not come about, by the platform's own word. */
  StaleCase notDeleted(String why) {
    return withOrder(null, null, why);
  }

  /** Whether the order was carried out is not known. */
  StaleCase inDoubt(String why) {
    return withOrder(ordered, null, why);
  }

  StaleCase deleted(Instant now) {
    return withOrder(ordered, now, "");
  }

  StaleCase kept(@Nullable Kept by) {
    return new StaleCase(app, null, null, null, null, null, ordered, deletedAt, trouble, by);
  }

  private StaleCase withOrder(
      @Nullable Map<String, String> order, @Nullable Instant provenAt, String why) {
    return new StaleCase(
        app,
        unusedSince,
        foundAt,
        firstWarnedAt,
        lastWarnedAt,
        deleteAt,
        order,
        provenAt,
        why,
        kept);
  }
}
