// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.DeliveryView;
import dev.paastis.api.ErrorCode;
import dev.paastis.api.ItemPage;
import dev.paastis.notice.Delivery;
import dev.paastis.notice.DeliveryState;
import dev.paastis.notice.Notice;
import dev.paastis.notice.Outbox;
import dev.paastis.server.access.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists messages and has those that were given up sent again. */
@RestController
@RequestMapping(path = "/api/v1/deliveries", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Messages")
final class DeliveryController {
  private final Outbox outbox;
  private final InstantSource clock;

  DeliveryController(Outbox outbox, InstantSource clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  @GetMapping
  @Operation(summary = "List messages", description = "Newest first, kept for 30 days.")
  ItemPage<DeliveryView> list(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = "Only messages of this state: waiting, delivered or dead.")
          @RequestParam(required = false)
          @Nullable String state,
      @Parameter(description = "Items of a page, 1 to 500.") @RequestParam(defaultValue = "50")
          int limit,
      @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false)
          @Nullable String cursor) {
    int wanted = Params.limit(limit);
    long before = Params.position("cursor", cursor, Long.MAX_VALUE);
    List<Outbox.Stored> found =
        outbox.list(who.space(), new Outbox.Search(state(state), before, wanted + 1));
    boolean more = found.size() > wanted;
    List<Outbox.Stored> page = more ? found.subList(0, wanted) : found;
    return new ItemPage<>(
        page.stream().map(DeliveryController::view).toList(),
        more ? Long.toString(page.getLast().position()) : null);
  }

  @PostMapping("/{id}/replay")
  @Operation(
      summary = "Send a message again",
      description = "One that was given up gets all its tries anew, under the same id.")
  @ApiResponse(responseCode = "404", description = "delivery-not-found: there is no such message.")
  @ApiResponse(responseCode = "409", description = "conflict: the message was not given up.")
  DeliveryView replay(@AuthenticationPrincipal SignedIn who, @PathVariable String id) {
    Outbox.Stored stored = find(who, id).orElseThrow(() -> unknown(id));
    if (!outbox.replay(who.space(), stored.delivery().id(), clock.instant())) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "message %s is %s; only a dead one is sent again".formatted(id, stored.state().wire()));
    }
    return view(find(who, id).orElseThrow(() -> unknown(id)));
  }

  private Optional<Outbox.Stored> find(SignedIn who, String id) {
    try {
      return outbox.find(who.space(), UUID.fromString(id));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static ProblemException unknown(String id) {
    return new ProblemException(
        ErrorCode.DELIVERY_NOT_FOUND,
        "no message has the id '" + id + "'; GET /api/v1/deliveries lists them");
  }

  private static @Nullable DeliveryState state(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return DeliveryState.ofWire(text);
    } catch (IllegalArgumentException _) {
      throw ProblemException.invalid("state", text, "waiting, delivered, dead");
    }
  }

  private static DeliveryView view(Outbox.Stored stored) {
    Delivery delivery = stored.delivery();
    Notice first = delivery.notices().getFirst();
    return new DeliveryView(
        delivery.id().toString(),
        delivery.channel(),
        delivery.form().name().toLowerCase(Locale.ROOT),
        first.type().wire(),
        first.subject(),
        delivery.notices().size(),
        stored.state().wire(),
        delivery.attempt(),
        delivery.createdAt(),
        stored.due(),
        stored.endedAt(),
        stored.why());
  }
}
