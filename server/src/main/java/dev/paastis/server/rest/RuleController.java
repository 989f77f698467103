// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ItemPage;
import dev.paastis.api.MoveRequest;
import dev.paastis.api.PolicyItemView;
import dev.paastis.api.RuleTrialView;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.config.PolicyTexts.Kind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Rules: what holds for which apps. */
@RestController
@RequestMapping(path = "/api/v1/rules", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Rules", description = "Rules: what holds for which apps.")
final class RuleController {
  private static final String NAME = "The rule's name.";

  private final PolicyShelf shelf;

  RuleController(PolicyShelf shelf) {
    this.shelf = shelf;
  }

  @GetMapping
  @Operation(
      summary = "List rules",
      description = "The file's first, then those that people made, with the apps they are about.")
  ItemPage<PolicyItemView> list() {
    return shelf.all(Kind.RULE);
  }

  @GetMapping("/{name}")
  @Operation(summary = "Get a rule", description = "With all the apps it is about.")
  PolicyItemView get(@Parameter(description = NAME) @PathVariable String name) {
    return shelf.get(Kind.RULE, name);
  }

  @PutMapping("/{name}")
  @Operation(
      summary = "Add or change a rule",
      description =
          "The body has the keys of paastis.yml. Everything that is wrong is told at once, in"
              + " 'errors'; then nothing is changed.")
  @ApiResponse(responseCode = "200", description = "It was changed.")
  @ApiResponse(responseCode = "201", description = "It was added.")
  @ApiResponse(responseCode = "409", description = "declared-by-file: only the file changes it.")
  ResponseEntity<PolicyItemView> put(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = NAME) @PathVariable String name,
      @RequestBody Map<String, Object> body) {
    boolean known = shelf.has(Kind.RULE, name);
    PolicyItemView view = shelf.put(Kind.RULE, name, body, who);
    return ResponseEntity.status(known ? HttpStatus.OK : HttpStatus.CREATED).body(view);
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a rule")
  @ApiResponse(
      responseCode = "409",
      description = "declared-by-file, or still-needed: others have to be changed first.")
  void remove(@Parameter(description = NAME) @PathVariable String name) {
    shelf.remove(Kind.RULE, name);
  }

  @PostMapping("/{name}/move")
  @Operation(
      summary = "Move a rule",
      description = "Of each thing the first rule counts that selects an app and says it.")
  PolicyItemView move(
      @Parameter(description = NAME) @PathVariable String name, @RequestBody MoveRequest request) {
    return shelf.move(name, request.position());
  }

  @PostMapping("/preview")
  @Operation(
      summary = "Try a rule",
      description =
          "Says which apps the rule would select and what would be otherwise for each. Changes"
              + " nothing. With the name of a rule, it is tried in its place.")
  ItemPage<RuleTrialView> preview(@RequestBody Map<String, Object> body) {
    return shelf.preview(body);
  }
}
