// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.PolicyItemView;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.config.PolicyTexts.Kind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Windows: when apps are paused. */
@RestController
@RequestMapping(path = "/api/v1/windows", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Windows", description = "Windows: when apps are paused.")
final class WindowController extends PolicyController {
  WindowController(PolicyShelf shelf) {
    super(shelf, Kind.WINDOW);
  }

  @PostMapping("/{name}/exceptions")
  @Operation(
      summary = "Add an exception to a window",
      description =
          "Awake or paused from one local time of the window's zone until another, whatever its"
              + " week says.")
  PolicyItemView except(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = NAME) @PathVariable String name,
      @RequestBody Map<String, Object> exception) {
    return shelf().except(name, exception, who);
  }
}
