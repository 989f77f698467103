// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.Cause;
import dev.paastis.app.TrackedApp;
import dev.paastis.notice.link.LinkTokens;
import dev.paastis.notice.link.LinkTokens.Action;
import dev.paastis.notice.link.LinkTokens.Ticket;
import dev.paastis.wake.Wakes;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The page behind a link in a message. Opening it does nothing, since chat programs open links by
 * themselves; its one button acts, once. Nobody needs to sign in, and nothing else can be done
 * here.
 */
@Controller
@RequestMapping("/link/{token}")
final class LinkController {
  private static final Duration PIN = Duration.ofHours(2);
  private static final Cause CAUSE = Cause.of(Cause.Kind.PERSON, "by a link in a message");

  private final LinkTokens links;
  private final UsedLinks used;
  private final AppDirectory directory;
  private final AppLifecycle lifecycle;
  private final Wakes wakes;

  LinkController(
      LinkTokens links,
      UsedLinks used,
      AppDirectory directory,
      AppLifecycle lifecycle,
      Wakes wakes) {
    this.links = links;
    this.used = used;
    this.directory = directory;
    this.lifecycle = lifecycle;
    this.wakes = wakes;
  }

  @GetMapping
  String ask(@PathVariable String token, Model model, HttpServletResponse response) {
    Optional<Ticket> ticket = links.read(token).filter(this::leadsToAnApp);
    if (ticket.isEmpty()) {
      return refuse(model, response, HttpStatus.NOT_FOUND, "This link leads nowhere", "");
    }
    Optional<Instant> usedAt = used.usedAt(ticket.get().id(), code(ticket.get()));
    if (usedAt.isPresent()) {
      return usedAlready(model, response, usedAt.get());
    }
    if (expired(ticket.get())) {
      return expired(model, response, ticket.get());
    }
    return show(model, response, question(ticket.get()), "", button(ticket.get()));
  }

  @PostMapping
  String act(@PathVariable String token, Model model, HttpServletResponse response) {
    Optional<Ticket> ticket = links.read(token).filter(this::leadsToAnApp);
    if (ticket.isEmpty()) {
      return refuse(model, response, HttpStatus.NOT_FOUND, "This link leads nowhere", "");
    }
    if (expired(ticket.get())) {
      return expired(model, response, ticket.get());
    }
    Ticket valid = ticket.get();
    Optional<Instant> before =
        used.use(valid.id(), code(valid), lifecycle.now(), valid.expiresAt());
    return before.isPresent()
        ? usedAlready(model, response, before.get())
        : carryOut(valid, model, response);
  }

  private String carryOut(Ticket ticket, Model model, HttpServletResponse response) {
    TrackedApp app = directory.find(ticket.app()).orElseThrow();
    String name = app.app().name();
    if (ticket.action() == Action.PIN) {
      var _ = lifecycle.pin(app, lifecycle.now().plus(PIN), CAUSE);
    }
    Thread.ofVirtual()
        .name("link-" + name)
        .start(() -> {
          var _ = wakes.wake(app.id(), CAUSE); // its outcome is told as of every wake
        });
    String more = ticket.action() == Action.PIN ? "It stays awake for two hours." : "";
    return show(model, response, name + " is being woken", more, "");
  }

  private boolean leadsToAnApp(Ticket ticket) {
    return directory.find(ticket.app()).isPresent();
  }

  private boolean expired(Ticket ticket) {
    return !lifecycle.now().isBefore(ticket.expiresAt());
  }

  private String question(Ticket ticket) {
    String name = directory.find(ticket.app()).map(app -> app.app().name()).orElse("the app");
    return switch (ticket.action()) {
      case WAKE -> "Wake " + name + "?";
      case PIN -> "Keep " + name + " awake for two hours?";
    };
  }

  private static String button(Ticket ticket) {
    return switch (ticket.action()) {
      case WAKE -> "Wake it";
      case PIN -> "Keep it awake";
    };
  }

  private static String code(Ticket ticket) {
    return ticket.action().name().toLowerCase(Locale.ROOT);
  }

  private static String usedAlready(Model model, HttpServletResponse response, Instant at) {
    String when = "It was used already at " + at.truncatedTo(ChronoUnit.SECONDS) + ".";
    return refuse(model, response, HttpStatus.GONE, "This link works once", when);
  }

  private static String expired(Model model, HttpServletResponse response, Ticket ticket) {
    String when = "It was good until " + ticket.expiresAt() + ".";
    return refuse(model, response, HttpStatus.GONE, "This link has expired", when);
  }

  private static String refuse(
      Model model, HttpServletResponse response, HttpStatus status, String title, String detail) {
    response.setStatus(status.value());
    return show(model, response, title, detail, "");
  }

  /** Kept by nobody, and told to no other page: the address is the permission. */
  private static String show(
      Model model, HttpServletResponse response, String title, String detail, String button) {
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Robots-Tag", "noindex");
    model.addAttribute("title", title);
    model.addAttribute("detail", detail);
    model.addAttribute("button", button);
    return "link";
  }
}
