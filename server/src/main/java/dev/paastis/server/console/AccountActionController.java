// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.AccountChange;
import dev.paastis.api.AccountCheckView;
import dev.paastis.api.AccountRequest;
import dev.paastis.api.AccountView;
import dev.paastis.api.ErrorCode;
import dev.paastis.api.ImportRequest;
import dev.paastis.api.WakeAllView;
import dev.paastis.app.Account;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.rest.AccountDesk;
import dev.paastis.server.rest.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the buttons and forms of the accounts ask for; answers are JSON for the script. */
@RestController
final class AccountActionController {
  /** Before the name of a setting in a form. */
  private static final String SETTING = "setting.";

  private final AccountDesk desk;
  private final AccountBoard board;
  private final Platforms platforms;

  AccountActionController(AccountDesk desk, AccountBoard board, Platforms platforms) {
    this.desk = desk;
    this.board = board;
    this.platforms = platforms;
  }

  @PostMapping("/accounts/test")
  Said tryOut(
      @AuthenticationPrincipal SignedIn who, @RequestParam MultiValueMap<String, String> form) {
    AccountRequest request = request(form);
    return checked(desk.tryOut(request, who), request.provider(), "Nothing is kept yet.");
  }

  @PostMapping("/accounts")
  Said add(
      @AuthenticationPrincipal SignedIn who, @RequestParam MultiValueMap<String, String> form) {
    AccountRequest request = request(form);
    AccountCheckView check = desk.add(request, who);
    String id = desk.get(who.space(), request.name()).id().toString();
    return Said.then(request.name() + " is added", check.missing(), "/accounts/" + id);
  }

  @PostMapping("/accounts/{id}/test")
  Said test(@AuthenticationPrincipal SignedIn who, @PathVariable String id) {
    Account account = desk.get(who.space(), id);
    return checked(desk.test(account), account.provider(), "");
  }

  @PostMapping("/accounts/{id}/rotate")
  Said rotate(
      @AuthenticationPrincipal SignedIn who,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> form) {
    Account account = desk.get(who.space(), id);
    Map<String, String> settings = settings(form);
    settings.values().removeIf(String::isBlank);
    if (settings.isEmpty()) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "write what is new");
    }
    AccountCheckView check = desk.change(account, new AccountChange(settings, null), who);
    return Said.but(account.name() + " has new credentials", check.missing());
  }

  @PostMapping("/accounts/{id}/production")
  Said mark(
      @AuthenticationPrincipal SignedIn who,
      @PathVariable String id,
      @RequestParam boolean production) {
    Account account = desk.get(who.space(), id);
    String marked =
        account.name()
            + (production ? " is production: its apps never sleep" : " is not production");
    var _ = desk.change(account, new AccountChange(null, production), who);
    return Said.well(marked);
  }

  @PostMapping("/accounts/{id}/remove")
  Said remove(
      @AuthenticationPrincipal SignedIn who,
      @PathVariable String id,
      @RequestParam(name = "leave-asleep", defaultValue = "false") boolean leaveAsleep) {
    Account account = desk.get(who.space(), id);
    desk.remove(account, leaveAsleep, who);
    return Said.then(account.name() + " is removed", List.of(), "/accounts");
  }

  @PostMapping("/accounts/{id}/refresh")
  Said refresh(@AuthenticationPrincipal SignedIn who, @PathVariable String id) {
    desk.refresh(desk.get(who.space(), id));
    AccountView seen = board.get(who.space(), id).view();
    return seen.detail().isEmpty()
        ? Said.well(seen.name() + " was looked at: " + apps(seen.apps() + seen.found()))
        : Said.but(seen.name() + " is " + seen.state(), List.of(seen.detail()));
  }

  @PostMapping("/accounts/{id}/take")
  Said take(
      @AuthenticationPrincipal SignedIn who,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> form) {
    Set<String> production = Set.copyOf(form.getOrDefault("production", List.of()));
    List<ImportRequest.Choice> choices =
        form.getOrDefault("ref", List.of()).stream()
            .map(ref -> new ImportRequest.Choice(ref, null, production.contains(ref), null))
            .toList();
    if (choices.isEmpty()) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "choose at least one app");
    }
    int taken = desk.take(desk.get(who.space(), id), new ImportRequest(choices));
    return Said.well(apps(taken) + " taken over");
  }

  @PostMapping("/accounts/{id}/release")
  Said release(
      @AuthenticationPrincipal SignedIn who, @PathVariable String id, @RequestParam String ref) {
    desk.release(desk.get(who.space(), id), ref);
    return Said.well("Paastis leaves it alone from now on");
  }

  @PostMapping("/accounts/wake-all")
  Said wakeAll(@AuthenticationPrincipal SignedIn who) {
    WakeAllView result = desk.wakeAll(who.space(), null, who);
    String woken = apps(result.woken().size()) + " woken";
    int failed = result.failed().size();
    return Said.but(
        failed == 0 ? woken : woken + ", " + failed + " could not be woken", result.failed());
  }

  private Said checked(AccountCheckView check, String provider, String otherwise) {
    String owner = check.owner().isEmpty() ? "" : " of " + check.owner();
    String message =
        "%s takes the credentials%s: %s"
            .formatted(platforms.title(provider), owner, apps(check.apps()));
    return check.missing().isEmpty() && !otherwise.isEmpty()
        ? new Said(message, List.of(otherwise), "green", null)
        : Said.but(message, check.missing());
  }

  private static AccountRequest request(MultiValueMap<String, String> form) {
    return new AccountRequest(
        text(form, "name"),
        text(form, "provider"),
        text(form, "region"),
        settings(form),
        Boolean.valueOf(text(form, "production")));
  }

  private static String text(MultiValueMap<String, String> form, String name) {
    String value = form.getFirst(name);
    return value == null ? "" : value.strip();
  }

  private static Map<String, String> settings(MultiValueMap<String, String> form) {
    Map<String, String> settings = new HashMap<>();
    form.toSingleValueMap()
        .forEach((key, value) -> {
          if (key.startsWith(SETTING)) {
            settings.put(key.substring(SETTING.length()), value.strip());
          }
        });
    return settings;
  }

  private static String apps(int count) {
    return count == 1 ? "1 app" : count + " apps";
  }
}
