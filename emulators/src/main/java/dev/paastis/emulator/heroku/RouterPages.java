// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Router;

/**
 * The router's own pages. All of them are 503 and none tells its code: that goes to the app's log.
 *
 * @see <a href="https://devcenter.heroku.com/articles/error-codes">Error codes</a>
 */
enum RouterPages {
  H10("App crashed", "Application error"),
  H14("No web processes running", "Application error"),
  H20("App boot timeout", "Application error"),
  H80("Maintenance mode", "Offline for maintenance"),
  H81("Blank app", "No such app is deployed");

  private final String description;
  private final String title;

  RouterPages(String description, String title) {
    this.description = description;
    this.title = title;
  }

  Router.Front page() {
    return new Router.Front.Page(html(503, title));
  }

  /** The line in the app's log. */
  String line(String host) {
    return "at=error code=%s desc=\"%s\" host=%s status=503".formatted(name(), description, host);
  }

  /** A host that no app has. */
  static Router.Front noSuchApp() {
    return new Router.Front.Page(html(404, "No such app"));
  }

  private static Answer html(int status, String title) {
    return Answer.html(
        status,
        "<!DOCTYPE html><html><head><title>%1$s</title></head><body><h1>%1$s</h1></body></html>\n"
            .formatted(title));
  }
}
