// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paastis.api.ErrorCode;
import dev.paastis.api.GatewaySettingsView;
import dev.paastis.api.GatewayView;
import dev.paastis.api.GatewayWakeRequest;
import dev.paastis.api.GatewayWakeView;
import dev.paastis.api.GatewayWords;
import dev.paastis.api.ItemPage;
import dev.paastis.server.access.DefaultSpace;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.rest.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What gateways of their own process ask and tell. */
@RestController
@RequestMapping("/api/v1/gateways")
@Tag(name = "Gateways", description = "Gateways that are processes of their own.")
final class GatewayController {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayController.class);

  private final RouteBook book;
  private final FarGateways gateways;
  private final GatewayWakes wakes;
  private final GatewaySettingsView settings;
  private final DefaultSpace space;
  private final JsonMapper json;

  GatewayController(
      RouteBook book,
      FarGateways gateways,
      GatewayWakes wakes,
      GatewaySettingsView settings,
      DefaultSpace space,
      JsonMapper json) {
    this.book = book;
    this.gateways = gateways;
    this.wakes = wakes;
    this.settings = settings;
    this.space = space;
    this.json =
        json.rebuild()
            .changeDefaultPropertyInclusion(
                all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();
  }

  /**
   * What a gateway asks for.
   *
   * @param gateway identifies it, over its restarts
   * @param name what it calls itself
   * @param space name or id of the space; absent for the token's own
   * @param since epoch and position of the last line, as {@code epoch:position}
   */
  record Asked(
      UUID gateway, @Nullable String name, @Nullable String space, @Nullable String since) {
    private static final int LONGEST = 100;

    private String nameOr(String otherwise) {
      String plain = name == null ? "" : name.replaceAll("[^\\p{Graph} ]", "").strip();
      return plain.isEmpty() ? otherwise : plain.substring(0, Math.min(plain.length(), LONGEST));
    }
  }

  @GetMapping
  @Operation(
      summary = "List gateways",
      description = "Those of their own process; the one inside 'serve' is not among them.")
  ItemPage<GatewayView> list(@AuthenticationPrincipal SignedIn who) {
    return new ItemPage<>(gateways.all(who.space()), null);
  }

  @GetMapping("/routes")
  @Operation(
      summary = "Follow the routes",
      description =
          "JSON lines without end: a snapshot, or what changed since the position given, then"
              + " changes, questions and beats.")
  void routes(@AuthenticationPrincipal SignedIn who, Asked asked, HttpServletResponse response)
      throws IOException, InterruptedException {
    checkSpace(who, asked.space());
    response.setContentType("application/x-ndjson;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    RouteStream stream =
        new RouteStream(book, gateways, settings, json, response.getOutputStream());
    FarGateway known =
        gateways.connected(asked.gateway(), asked.nameOr("gateway"), who.space(), stream);
    try {
      LOG.info("gateway={} is told its routes since {}", known.name(), asked.since());
      stream.serve(known, RouteStream.Position.of(asked.since()));
    } catch (IOException e) {
      LOG.info("gateway={} left the stream: {}", known.name(), e.getMessage());
    } finally {
      known.close(stream);
    }
  }

  @PostMapping("/words")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Tell activity",
      description = "Every second, and at once when the stream asks.")
  void words(@AuthenticationPrincipal SignedIn who, @RequestBody GatewayWords words) {
    try {
      gateways.heard(words, who.space());
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "an id is none: " + e.getMessage());
    }
  }

  @PostMapping("/wakes")
  @Operation(
      summary = "Wake an app for a request",
      description = "Answers with the outcome, or 'under-way' when it takes longer than asked for.")
  GatewayWakeView wake(
      @AuthenticationPrincipal SignedIn who, @RequestBody GatewayWakeRequest request)
      throws InterruptedException {
    return wakes.wake(request, who.space());
  }

  private void checkSpace(SignedIn who, @Nullable String asked) {
    boolean own =
        asked == null
            || asked.equals(who.space().toString())
            || (asked.equals(space.name()) && who.space().equals(space.id()));
    if (!own) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN,
          "the token is not of space '" + asked + "'; leave --space out, or use a token of it");
    }
  }
}
