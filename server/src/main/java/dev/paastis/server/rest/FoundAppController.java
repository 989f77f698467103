// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.FoundAppView;
import dev.paastis.api.ImportRequest;
import dev.paastis.api.ItemPage;
import dev.paastis.app.Account;
import dev.paastis.server.access.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What was found on an account, and what is taken over of it. */
@RestController
@RequestMapping(path = "/api/v1/accounts/{id}/found", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Accounts")
final class FoundAppController {
  private static final String ID = "The account's id or name.";

  private final AccountDesk desk;
  private final FoundAppViews views;

  FoundAppController(AccountDesk desk, FoundAppViews views) {
    this.desk = desk;
    this.views = views;
  }

  @GetMapping
  @Operation(
      summary = "List found apps",
      description = "Each with a proposal, which changes nothing until it is confirmed.")
  ItemPage<FoundAppView> list(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @Parameter(description = "Ask the platform first.") @RequestParam(defaultValue = "false")
          boolean refresh) {
    Account account = desk.get(who.space(), id);
    if (refresh) {
      desk.refresh(account);
    }
    return page(account);
  }

  @PostMapping
  @Operation(
      summary = "Take apps over",
      description = "All of the choices or none. From now on these apps sleep and wake.")
  ItemPage<FoundAppView> take(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @RequestBody ImportRequest request) {
    Account account = desk.get(who.space(), id);
    var _ = desk.take(account, request);
    return page(account);
  }

  @DeleteMapping("/{ref}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Let go of an app",
      description = "Paastis leaves it alone from now on; it stays awake or asleep as it is.")
  void release(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @Parameter(description = "The platform's identifier of the app.") @PathVariable String ref) {
    desk.release(desk.get(who.space(), id), ref);
  }

  private ItemPage<FoundAppView> page(Account account) {
    List<FoundAppView> items =
        desk.candidates(account).stream().map(candidate -> views.of(account, candidate)).toList();
    return new ItemPage<>(items, null);
  }
}
