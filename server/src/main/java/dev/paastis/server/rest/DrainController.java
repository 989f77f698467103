// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.DrainRequest;
import dev.paastis.api.DrainView;
import dev.paastis.api.ErrorCode;
import dev.paastis.api.ItemPage;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.drain.Drain;
import dev.paastis.server.drain.Drains;
import dev.paastis.store.DrainEntries;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Log drains: made, listed and removed. */
@RestController
@RequestMapping(path = "/api/v1/drains", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Drains", description = "Log lines that tell of activity the gateway does not see.")
final class DrainController {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private final Drains drains;
  private final AppFinder apps;

  DrainController(Drains drains, AppFinder apps) {
    this.drains = drains;
    this.apps = apps;
  }

  @GetMapping
  @Operation(summary = "List log drains", description = "By name; never their tokens.")
  ItemPage<DrainView> list(@AuthenticationPrincipal SignedIn who) {
    List<DrainView> items =
        drains.all(who.space()).stream().map(drain -> view(drain, null)).toList();
    return new ItemPage<>(items, null);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Make a log drain",
      description = "The answer has the path with its token, which is shown only this once.")
  @ApiResponse(responseCode = "409", description = "conflict: there is one of that name.")
  DrainView add(@AuthenticationPrincipal SignedIn who, @RequestBody DrainRequest request) {
    String token =
        drains
            .add(who.space(), name(request.name()), scope(who, request), who.getName())
            .orElseThrow(() ->
                new ProblemException(
                    ErrorCode.CONFLICT,
                    "there is a drain '"
                        + request.name()
                        + "'; remove it first, or choose another"
                        + " name"));
    return view(drains.find(token).orElseThrow(), "/drains/" + token);
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a log drain", description = "Its token is good for nothing then.")
  void remove(@AuthenticationPrincipal SignedIn who, @PathVariable String name) {
    if (!drains.remove(who.space(), name)) {
      throw new ProblemException(
          ErrorCode.NOT_FOUND, "no drain is named '" + name + "'; GET /api/v1/drains lists them");
    }
  }

  private static String name(@Nullable String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw ProblemException.invalid(
          "name", String.valueOf(name), "1 to 63 of a-z, 0-9 and inner hyphens");
    }
    return name;
  }

  /** The app must be there; an account may come later, when the drain is made first. */
  private Drains.Scope scope(SignedIn who, DrainRequest request) {
    String app = request.app();
    if (app != null && request.account() != null) {
      throw ProblemException.invalid("account", request.account(), "one of account and app");
    }
    return new Drains.Scope(
        request.account(), app == null ? null : apps.get(who.space(), app).app().name());
  }

  private DrainView view(Drain drain, @Nullable String path) {
    DrainEntries.Entry entry = drain.entry();
    return new DrainView(
        entry.name(),
        entry.account(),
        entry.app(),
        entry.createdAt(),
        entry.createdBy(),
        drain.lastLine(),
        drain.lastVisit(),
        drains.silentlyAwake(drain::equals),
        path);
  }
}
