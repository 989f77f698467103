// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ErrorCode;
import dev.paastis.api.IgnoreProposalView;
import dev.paastis.api.IgnoreRuleView;
import dev.paastis.api.ItemPage;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.wakes.IgnoreDesk;
import dev.paastis.server.wakes.Proposals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Ignore rules, and those that are proposed. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Wakes")
final class IgnoreController {
  private static final String DAYS = "How many days of wakes are looked at, 1 to 90.";

  private final IgnoreDesk desk;
  private final Proposals proposals;
  private final JsonMapper json;

  IgnoreController(IgnoreDesk desk, Proposals proposals, JsonMapper json) {
    this.desk = desk;
    this.proposals = proposals;
    this.json = json;
  }

  @GetMapping("/ignore-rules")
  @Operation(
      summary = "List ignore rules",
      description = "In the order in which they are asked; the first that fits a request counts.")
  ItemPage<IgnoreRuleView> list() {
    return new ItemPage<>(desk.all().stream().map(IgnoreViews::of).toList(), null);
  }

  @PutMapping("/ignore-rules/{name}")
  @Operation(
      summary = "Add or change an ignore rule",
      description =
          "The body has the keys of the file: agents, paths, prefixes, addresses, apps, answer.")
  @ApiResponse(responseCode = "409", description = "declared-by-file: only the file changes it.")
  IgnoreRuleView put(
      @AuthenticationPrincipal SignedIn who,
      @PathVariable String name,
      @RequestBody Map<String, Object> body) {
    requireFree(name);
    Map<String, Object> named = new LinkedHashMap<>(body);
    named.put("name", name);
    return put(who, named);
  }

  @DeleteMapping("/ignore-rules/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove an ignore rule", description = "One that a person made.")
  @ApiResponse(responseCode = "409", description = "declared-by-file: only the file changes it.")
  void remove(@PathVariable String name) {
    requireFree(name);
    if (!desk.remove(name)) {
      throw new ProblemException(
          ErrorCode.NOT_FOUND,
          "no ignore rule is named '" + name + "'; GET /api/v1/ignore-rules lists them");
    }
  }

  @GetMapping("/ignore-proposals")
  @Operation(
      summary = "Propose ignore rules",
      description =
          "Rules that would have avoided wakes by machines: programs that people do not browse"
              + " with, that came at least five times, and whom hardly anybody followed.")
  ItemPage<IgnoreProposalView> propose(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = DAYS) @RequestParam(defaultValue = "7") int days) {
    return new ItemPage<>(
        proposals.of(who.space(), days(days)).stream().map(IgnoreViews::of).toList(), null);
  }

  @PostMapping("/ignore-proposals/{id}/apply")
  @Operation(summary = "Apply a proposal", description = "It becomes an ignore rule.")
  IgnoreRuleView apply(
      @AuthenticationPrincipal SignedIn who,
      @PathVariable String id,
      @Parameter(description = DAYS) @RequestParam(defaultValue = "7") int days) {
    Proposals.Proposal proposal =
        proposals
            .find(who.space(), days(days), id)
            .orElseThrow(() ->
                new ProblemException(
                    ErrorCode.NOT_FOUND,
                    "nothing is proposed as '"
                        + id
                        + "'; GET /api/v1/ignore-proposals lists what"
                        + " is, and takes the same days"));
    return put(who, IgnoreViews.words(proposal.rule()));
  }

  private IgnoreRuleView put(SignedIn who, Map<String, Object> words) {
    try {
      return IgnoreViews.of(desk.put(json.writeValueAsString(words), who.getName()));
    } catch (ConfigurationException e) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, String.join("; ", e.problems()));
    }
  }

  private void requireFree(String name) {
    if (desk.isFixed(name)) {
      throw new ProblemException(
          ErrorCode.DECLARED_BY_FILE,
          "ignore rule '" + name + "' is the file's; change 'ignore' or 'ignore-defaults' there");
    }
  }

  private static int days(int days) {
    return Params.between("days", days, WakeController.MOST_DAYS);
  }
}
