// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ItemPage;
import dev.paastis.api.PolicyItemView;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.config.PolicyTexts.Kind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;

/** What rules, windows and groups have in common: the file's are read, people's are changed. */
abstract class PolicyController {
  static final String NAME = "What it is known by.";

  private final PolicyShelf shelf;
  private final Kind kind;

  PolicyController(PolicyShelf shelf, Kind kind) {
    this.shelf = shelf;
    this.kind = kind;
  }

  final PolicyShelf shelf() {
    return shelf;
  }

  @GetMapping
  @Operation(
      summary = "List all",
      description = "The file's first, then those that people made, with the apps they are about.")
  ItemPage<PolicyItemView> list() {
    return shelf.all(kind);
  }

  @GetMapping("/{name}")
  @Operation(summary = "Get one", description = "With all the apps it is about.")
  PolicyItemView get(@Parameter(description = NAME) @PathVariable String name) {
    return shelf.get(kind, name);
  }

  @PutMapping("/{name}")
  @Operation(
      summary = "Add or change one",
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
    boolean known = shelf.has(kind, name);
    PolicyItemView view = shelf.put(kind, name, body, who);
    return ResponseEntity.status(known ? HttpStatus.OK : HttpStatus.CREATED).body(view);
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove one")
  @ApiResponse(
      responseCode = "409",
      description = "declared-by-file, or still-needed: others have to be changed first.")
  void remove(@Parameter(description = NAME) @PathVariable String name) {
    shelf.remove(kind, name);
  }
}
