// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

/**
 * An application, worker or service of a deployment.
 *
 * @param name in the project's configuration
 * @param type image, for example {@code php:8.3}
 * @param size container size
 * @param cpu share of CPU that the size allocates
 * @param instances how many
 * @param diskMegabytes storage
 */
record Container(
    String name, String type, String size, double cpu, int instances, int diskMegabytes) {
  Container sized(String newSize, int count) {
    return new Container(name, type, newSize, cpu, count, diskMegabytes);
  }
}
