// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.CheckView;
import dev.paastis.api.ItemPage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells how the server is. */
@RestController
@Tag(name = "Doctor", description = "How the server itself is.")
final class DoctorController {
  private final List<Check> checks;

  DoctorController(ObjectProvider<Check> checks) {
    this.checks = checks.orderedStream().toList();
  }

  @GetMapping(path = "/api/v1/doctor", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Look for what is wrong",
      description = "Each finding says what was seen and, where needed, what to do.")
  ItemPage<CheckView> look() {
    return new ItemPage<>(checks.stream().map(Check::look).toList(), null);
  }
}
