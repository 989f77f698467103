// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ErrorCode;
import dev.paastis.api.RouteListView;
import dev.paastis.api.RouteTrialView;
import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.gateway.rule.Rules;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.routes.RouteDesk;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Operators' routes: what is in force, reading them again, and what a request would meet. */
@RestController
@RequestMapping(path = "/api/v1/routes", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(
    name = "Routes",
    description = "Domains, and what is asked of requests before an app gets them.")
public final class RouteController {
  private final RouteDesk desk;

  RouteController(RouteDesk desk) {
    this.desk = desk;
  }

  @GetMapping
  @Operation(summary = "List routes", description = "In force, with what is wrong with them.")
  RouteListView list() {
    return RouteViews.of(desk.state(), desk.warnings());
  }

  @PostMapping("/reload")
  @Operation(
      summary = "Read the routes again",
      description = "Replaces all at once and drops no connection; a mistake changes nothing.")
  @ApiResponse(responseCode = "400", description = "invalid-request: every mistake, by its line.")
  RouteListView reload() {
    try {
      return RouteViews.of(desk.reload(), desk.warnings());
    } catch (ConfigurationException e) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "nothing has changed: " + String.join("; ", e.problems()));
    }
  }

  @GetMapping("/test")
  @Operation(summary = "Say what a request would meet", description = "Sends none.")
  RouteTrialView test(
      @Parameter(description = "Address that would be asked for.") @RequestParam String url,
      @Parameter(description = "Method, GET by default.") @RequestParam(defaultValue = "GET")
          String method,
      @Parameter(description = "Address of the client.") @RequestParam(required = false)
          @Nullable String from) {
    URI asked = asked(url);
    String host = asked.getHost().toLowerCase(Locale.ROOT);
    String path = asked.getRawPath().isEmpty() ? "/" : asked.getRawPath();
    String uri = asked.getRawQuery() == null ? path : path + "?" + asked.getRawQuery();
    RouteDesk.Met met = desk.meet(host, uri);
    Rules rules = met.rules();
    boolean unclear = rules == Rules.UNCLEAR;
    List<String> steps =
        RouteViews.steps(
            rules, checked(from), asked.getScheme() + "://" + asked.getAuthority(), uri);
    return new RouteTrialView(
        method + " " + asked,
        met.app(),
        rules == null || unclear ? null : rules.route(),
        rules == null || unclear ? null : rules.paths(),
        steps);
  }

  private static URI asked(String url) {
    try {
      URI asked = URI.create(url);
      if (asked.getHost() != null && asked.getScheme() != null) {
        return asked;
      }
    } catch (IllegalArgumentException _) {
      // told below, with an example
    }
    throw ProblemException.invalid("url", url, "an address such as https://app.example.com/path");
  }

  private static @Nullable String checked(@Nullable String from) {
    try {
      var _ = new AddressBlocks(from == null ? List.of() : List.of(from));
      return from;
    } catch (IllegalArgumentException _) {
      throw ProblemException.invalid("from", String.valueOf(from), "an IP address");
    }
  }
}
