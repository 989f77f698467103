// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.app.AppSettings;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the configuration file says of the apps found on an account: those it names are taken over
 * as soon as they are found, since the file is the confirmation.
 *
 * @param names which of the platform's names
 * @param settings how an app of that name sleeps and wakes
 * @param production whether every app on the account is production
 */
public record ImportRule(
    Predicate<String> names, Function<String, AppSettings> settings, boolean production) {}
