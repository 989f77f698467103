// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a platform makes of an account.
 *
 * @param accepted whether it takes the credentials
 * @param owner whose they are, for people; may be empty
 * @param apps how many apps they show
 * @param missing what they do not allow, in words; empty when they suffice
 * @param account the account, {@code null} when it is not kept
 */
public record AccountCheckView(
    boolean accepted,
    String owner,
    int apps,
    List<String> missing,
    @Nullable AccountView account) {}
