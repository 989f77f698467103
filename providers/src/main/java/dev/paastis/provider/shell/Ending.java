// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.shell;

/** How a command ended. */
sealed interface Ending {
  /**
   * By itself, or by a signal of somebody else's.
   *
   * @param code of its exit; above 128 that many more than the signal
   * @param output all of its standard output
   * @param errors the last of its standard error
   */
  record Exited(int code, String output, String errors) implements Ending {}

  /**
   * By us, with all of its process group.
   *
   * @param why for people
   */
  record Stopped(String why) implements Ending {}

  /**
   * It never began.
   *
   * @param why for people
   */
  record NotBegun(String why) implements Ending {}
}
