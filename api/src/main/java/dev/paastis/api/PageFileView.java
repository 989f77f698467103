// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

/**
 * One file of an operator's own pages, for gateways of their own process.
 *
 * @param folder stands for the folder; the same for the same content
 * @param name of the file
 * @param content what is in it, as Base64
 */
public record PageFileView(String folder, String name, String content) {
  /** How many bytes all files may have that are told to one gateway. */
  public static final int MOST_BYTES_IN_ALL = 16 << 20;
}
