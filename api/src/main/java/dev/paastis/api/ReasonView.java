// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one row of the table of precedence says of an app.
 *
 * @param row {@code ignored}, {@code production}, {@code never-sleep}, {@code pin}, {@code in-use},
 *     {@code grace}, {@code minimum-awake}, {@code window} or {@code idle}
 * @param effect what it wants: {@code awake}, {@code sleep} or {@code none}
 * @param text why, for people
 * @param by the rule, file or person that said it, {@code null} where it is a fact
 * @param until until when that holds, {@code null} where time does not change it
 * @param decides whether this row decides
 */
public record ReasonView(
    String row,
    String effect,
    String text,
    @Nullable String by,
    @Nullable Instant until,
    boolean decides) {}
