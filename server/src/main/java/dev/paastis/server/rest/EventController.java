// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.EventView;
import dev.paastis.api.ItemPage;
import dev.paastis.app.AppId;
import dev.paastis.server.access.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists and streams events. */
@RestController
@RequestMapping("/api/v1/events")
@Tag(name = "Events", description = "What happened and why, kept for ever.")
final class EventController {
  private static final Logger LOG = LoggerFactory.getLogger(EventController.class);

  private final AppFinder apps;
  private final EventPages pages;
  private final EventStream stream;

  EventController(AppFinder apps, EventPages pages, EventStream stream) {
    this.apps = apps;
    this.pages = pages;
    this.stream = stream;
  }

  @GetMapping
  @Operation(
      summary = "List or follow events",
      description =
          "Newest first. With 'Accept: text/event-stream' they are streamed as they happen, oldest"
              + " first, and a stream resumes after 'Last-Event-ID' or 'after'.")
  @ApiResponse(
      responseCode = "200",
      description = "A page of events, or the stream.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(ref = "#/components/schemas/ItemPageEventView")),
        @Content(
            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
            schema = @Schema(type = "string", description = "Each 'data' is one EventView."))
      })
  ItemPage<EventView> list(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = "Only events of this app, by id or name.")
          @RequestParam(required = false)
          @Nullable String app,
      @Parameter(description = "Only events of this type, for example woken.")
          @RequestParam(required = false)
          @Nullable String type,
      @Parameter(description = "Items of a page, 1 to 500.") @RequestParam(defaultValue = "50")
          int limit,
      @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false)
          @Nullable String cursor) {
    long before = Params.position("cursor", cursor, Long.MAX_VALUE);
    var query = new EventPages.Query(id(who, app), Params.type(type), before, Params.limit(limit));
    return pages.page(who.space(), query);
  }

  @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @io.swagger.v3.oas.annotations.Hidden
  void follow(
      @AuthenticationPrincipal SignedIn who,
      @RequestParam(required = false) @Nullable String app,
      @RequestParam(required = false) @Nullable String after,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last,
      HttpServletResponse response)
      throws InterruptedException {
    AppId only = id(who, app);
    long from = Params.position("after", after, -1);
    from = Params.position("Last-Event-ID", last, from);
    if (from < 0) {
      from = stream.newest(who.space(), only);
    }
    try {
      stream.serve(who.space(), only, from, response);
    } catch (IOException e) {
      LOG.debug("a client left the event stream: {}", e.getMessage());
    }
  }

  private @Nullable AppId id(SignedIn who, @Nullable String app) {
    return app == null || app.isEmpty() ? null : apps.get(who.space(), app).id();
  }
}
