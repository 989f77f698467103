// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ItemPage;
import dev.paastis.api.MoveRequest;
import dev.paastis.api.PolicyItemView;
import dev.paastis.api.RuleTrialView;
import dev.paastis.server.config.PolicyTexts.Kind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Rules: what holds for which apps. */
@RestController
@RequestMapping(path = "/api/v1/rules", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Rules", description = "Rules: what holds for which apps.")
final class RuleController extends PolicyController {
  RuleController(PolicyShelf shelf) {
    super(shelf, Kind.RULE);
  }

  @PostMapping("/{name}/move")
  @Operation(
      summary = "Move a rule",
      description = "Of each thing the first rule counts that selects an app and says it.")
  PolicyItemView move(
      @Parameter(description = NAME) @PathVariable String name, @RequestBody MoveRequest request) {
    return shelf().move(name, request.position());
  }

  @PostMapping("/preview")
  @Operation(
      summary = "Try a rule",
      description =
          "Says which apps the rule would select and what would be otherwise for each. Changes"
              + " nothing. With the name of a rule, it is tried in its place.")
  ItemPage<RuleTrialView> preview(@RequestBody Map<String, Object> body) {
    return shelf().preview(body);
  }
}
