// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

/**
 * Membership of an app in a group: apps that wake together, lower orders first, and that sleep when
 * all of them are idle.
 *
 * @param name the group's name, unique in its space
 * @param order position at wake; equal orders wake at the same time
 */
public record Group(String name, int order) {}
