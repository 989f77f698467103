// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

/**
 * A process type of an app's formation. The row stays at quantity 0, and forgets what it was.
 *
 * @param id the row's identifier
 * @param type for example {@code web}
 * @param quantity dynos wanted
 * @param size of each
 */
record ProcessRow(String id, String type, int quantity, DynoSize size) {
  ProcessRow with(int newQuantity, DynoSize newSize) {
    return new ProcessRow(id, type, newQuantity, newSize);
  }
}
