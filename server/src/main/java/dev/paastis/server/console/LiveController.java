// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.AppView;
import dev.paastis.api.EventView;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.rest.ServerSentEvents;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The one stream that keeps a page of the console live. */
@RestController
final class LiveController {
  private static final Logger LOG = LoggerFactory.getLogger(LiveController.class);

  private final LiveStream stream;
  private final JsonMapper json;

  LiveController(LiveStream stream, JsonMapper json) {
    this.stream = stream;
    this.json = json;
  }

  @GetMapping("/live")
  void live(@AuthenticationPrincipal SignedIn who, HttpServletResponse response)
      throws InterruptedException {
    try {
      stream.follow(who.space(), new Wire(ServerSentEvents.open(response), json));
    } catch (IOException e) {
      LOG.debug("a page left the live stream: {}", e.getMessage());
    }
  }

  private record Wire(ServerSentEvents out, JsonMapper json) implements LiveStream.Page {
    @Override
    public void begins() throws IOException {
      out.send("begin", "{}");
    }

    @Override
    public void changed(AppView app) throws IOException {
      out.send("app", json.writeValueAsString(Map.of("id", app.id(), "state", app.state())));
    }

    @Override
    public void listChanged() throws IOException {
      out.send("list", "{}");
    }

    @Override
    public void happened(EventView event) throws IOException {
      out.send("happened", json.writeValueAsString(event));
    }

    @Override
    public void stillHere() throws IOException {
      out.comment("still here");
    }
  }
}
