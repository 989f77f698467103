// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import org.jspecify.annotations.Nullable;

/**
 * One finding of the doctor.
 *
 * @param name what was looked at
 * @param status {@code ok}, {@code warning} or {@code failed}
 * @param detail what was seen
 * @param remedy what to do, {@code null} when nothing needs doing
 */
public record CheckView(String name, String status, String detail, @Nullable String remedy) {}
