// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

/**
 * Where an app is found in the API.
 *
 * @param owner the organisation or user
 * @param app the app's id
 */
record Place(String owner, String app) {
  String path() {
    return ofOwner(owner) + "/applications/" + Signer.encode(app);
  }

  static String ofOwner(String owner) {
    return "/v2/organisations/" + Signer.encode(owner);
  }
}
