// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.server.config.PolicyTexts.Kind;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Groups: apps that wake and sleep together. */
@RestController
@RequestMapping(path = "/api/v1/groups", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Groups", description = "Groups: apps that wake and sleep together.")
final class GroupController extends PolicyController {
  GroupController(PolicyShelf shelf) {
    super(shelf, Kind.GROUP);
  }
}
