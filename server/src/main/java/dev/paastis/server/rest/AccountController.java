// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.AccountChange;
import dev.paastis.api.AccountCheckView;
import dev.paastis.api.AccountRequest;
import dev.paastis.api.AccountView;
import dev.paastis.api.ItemPage;
import dev.paastis.api.WakeAllView;
import dev.paastis.server.access.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts on platforms: credentials go in and never come out. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Accounts", description = "Accounts on platforms, and what is found on them.")
final class AccountController {
  private static final String ID = "The account's id or name.";

  private final AccountDesk desk;
  private final AccountViews views;

  AccountController(AccountDesk desk, AccountViews views) {
    this.desk = desk;
    this.views = views;
  }

  @GetMapping("/accounts")
  @Operation(summary = "List accounts", description = "With what may still be asked of each.")
  ItemPage<AccountView> list(@AuthenticationPrincipal SignedIn who) {
    return new ItemPage<>(views.of(desk.all(who.space())), null);
  }

  @GetMapping("/accounts/{id}")
  @Operation(summary = "Get an account")
  AccountView get(
      @AuthenticationPrincipal SignedIn who, @Parameter(description = ID) @PathVariable String id) {
    return views.of(desk.get(who.space(), id));
  }

  @PostMapping("/accounts")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Add an account",
      description =
          "Kept when its platform takes the credentials. What is on it is found at once; nothing on"
              + " it is changed until apps are taken over.")
  @ApiResponse(responseCode = "201", description = "The account is kept.")
  @ApiResponse(responseCode = "422", description = "credentials-refused: by the platform.")
  @ApiResponse(responseCode = "502", description = "provider-unreachable: it did not answer.")
  AccountCheckView add(@AuthenticationPrincipal SignedIn who, @RequestBody AccountRequest request) {
    return desk.add(request, who);
  }

  @PostMapping("/accounts/test")
  @Operation(summary = "Try an account", description = "The same without keeping it.")
  AccountCheckView tryOut(
      @AuthenticationPrincipal SignedIn who, @RequestBody AccountRequest request) {
    return desk.tryOut(request, who);
  }

  @PostMapping("/accounts/{id}/test")
  @Operation(summary = "Test an account", description = "Says what its credentials do not allow.")
  AccountCheckView test(
      @AuthenticationPrincipal SignedIn who, @Parameter(description = ID) @PathVariable String id) {
    return desk.test(desk.get(who.space(), id));
  }

  @PatchMapping("/accounts/{id}")
  @Operation(
      summary = "Change an account",
      description = "New credentials are tried first; the old ones stay when they are refused.")
  AccountCheckView change(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @RequestBody AccountChange change) {
    return desk.change(desk.get(who.space(), id), change, who);
  }

  @DeleteMapping("/accounts/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Remove an account",
      description = "Its apps that sleep are woken first; its credentials are forgotten.")
  @ApiResponse(responseCode = "409", description = "leaves-asleep: some could not be woken.")
  void remove(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @Parameter(description = "Remove it although apps stay asleep.")
          @RequestParam(name = "leave-asleep", defaultValue = "false")
          boolean leaveAsleep) {
    desk.remove(desk.get(who.space(), id), leaveAsleep, who);
  }

  @PostMapping("/wake-all")
  @Operation(
      summary = "Wake everything",
      description = "The way out: of an account, or of all. Answers when all wakes have ended.")
  WakeAllView wakeAll(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = "Only the apps of this account.") @RequestParam(required = false)
          @Nullable String account) {
    return desk.wakeAll(who.space(), account == null ? null : desk.get(who.space(), account), who);
  }
}
