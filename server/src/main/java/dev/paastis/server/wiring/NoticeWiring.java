// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.notice.Channel;
import dev.paastis.notice.ChannelKind;
import dev.paastis.notice.Courier;
import dev.paastis.notice.Filter;
import dev.paastis.notice.Outbox;
import dev.paastis.notice.Post;
import dev.paastis.notice.RetryPlan;
import dev.paastis.notice.Sender;
import dev.paastis.notice.hook.Hook;
import dev.paastis.notice.hook.HookRunner;
import dev.paastis.notice.link.LinkTokens;
import dev.paastis.notice.send.HttpPost;
import dev.paastis.notice.send.Senders;
import dev.paastis.notice.send.SigningSecrets;
import dev.paastis.notice.send.Smtp;
import dev.paastis.policy.PolicyBook;
import dev.paastis.provider.Secret;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.access.DefaultSpace;
import dev.paastis.server.config.Messages;
import dev.paastis.server.config.Messages.Address;
import dev.paastis.server.console.UsedLinks;
import dev.paastis.server.rest.HookList;
import dev.paastis.store.LinkStore;
import dev.paastis.store.Store;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Hooks, channels of messages, and the links in them. */
@Configuration(proxyBeanMethods = false)
final class NoticeWiring {
  @Bean
  HttpPost httpPost(InstantSource clock) {
    return new HttpPost(clock);
  }

  @Bean
  Outbox outbox(Store store) {
    return store.outbox();
  }

  /** A port that was left to the system is known once the console listens. */
  @Bean
  LinkTokens linkTokens(Store store, InstantSource clock, Launch launch, Environment environment) {
    Optional<String> said = launch.configuration().messages().consoleUrl();
    String port = String.valueOf(launch.ports().console());
    return new LinkTokens(
        store.links().key(clock.instant()),
        () ->
            said.orElseGet(
                () -> "http://localhost:" + environment.getProperty("local.server.port", port)));
  }

  @Bean
  UsedLinks usedLinks(Store store) {
    LinkStore links = store.links();
    return new UsedLinks() {
      @Override
      public Optional<Instant> usedAt(UUID message, String action) {
        return links.usedAt(message, action);
      }

      @Override
      public Optional<Instant> use(UUID message, String action, Instant now, Instant expiresAt) {
        return links.use(message, action, now, expiresAt);
      }
    };
  }

  @Bean
  HookList hookList(Launch launch) {
    return new HookList(launch.configuration().messages().hooks());
  }

  @Bean
  HookRunner hookRunner(
      HookList hooks, HttpPost http, EventLog events, PolicyBook rules, InstantSource clock) {
    return new HookRunner(hooks.hooks(), http, events, rules, clock);
  }

  @Bean
  List<Post> posts(Launch launch, HttpPost http, InstantSource clock, LinkTokens links) {
    Senders senders = new Senders(http, clock, links);
    Messages messages = launch.configuration().messages();
    List<Post> posts = new ArrayList<>();
    messages
        .channels()
        .forEach(entry -> posts.add(new Post(entry.channel(), sender(senders, entry))));
    messages.hooks().forEach(hook -> afterwards(hook, senders).ifPresent(posts::add));
    return posts;
  }

  @Bean
  Courier courier(
      DefaultSpace space,
      List<Post> posts,
      Outbox outbox,
      InstantSource clock,
      ExecutorService workers) {
    Courier.Means means = new Courier.Means(RetryPlan.USUAL, clock, new SecureRandom(), workers);
    return new Courier(space.id(), posts, outbox, means);
  }

  @Bean
  NoticeLoop noticeLoop(Courier courier, Ticker ticker) {
    return new NoticeLoop(courier, ticker);
  }

  private static Sender sender(Senders senders, Messages.Entry entry) {
    return switch (entry.address()) {
      case Address.Chat(Secret url) -> chat(senders, entry.channel().kind(), url);
      case Address.Signed(URI url, SigningSecrets signing) ->
          senders.webhook(url, signing, Senders.TIME);
      case Address.Mail(Smtp smtp, List<String> to) -> senders.mail(smtp, to);
    };
  }

  private static Sender chat(Senders senders, ChannelKind kind, Secret url) {
    URI address = URI.create(url.reveal());
    return switch (kind) {
      case MATTERMOST -> senders.mattermost(address);
      case TEAMS -> senders.teams(address);
      case SLACK, EMAIL, WEBHOOK, COMMAND -> senders.slack(address);
    };
  }

  /** What a hook is told afterwards goes the way of all messages: tried again, never lost. */
  private static Optional<Post> afterwards(Hook hook, Senders senders) {
    Set<EventType> events = EnumSet.noneOf(EventType.class);
    if (hook.on().contains(Hook.Moment.AFTER_SLEEP)) {
      events.add(EventType.FELL_ASLEEP);
    }
    if (hook.on().contains(Hook.Moment.AFTER_WAKE)) {
      events.add(EventType.WOKEN);
    }
    if (events.isEmpty()) {
      return Optional.empty();
    }
    boolean http = hook.target() instanceof Hook.Target.Http;
    Channel channel =
        new Channel(
            Channel.HOOK + hook.name(),
            http ? ChannelKind.WEBHOOK : ChannelKind.COMMAND,
            new Filter(events, hook.apps()),
            null,
            true,
            fingerprint(hook.target()));
    return Optional.of(new Post(channel, sender(senders, hook)));
  }

  /** Of an address only its hash: it may be a credential. */
  private static String fingerprint(Hook.Target target) {
    String text =
        switch (target) {
          case Hook.Target.Http(URI url, var _) -> url.toString();
          case Hook.Target.Command(List<String> words) -> String.join(" ", words);
        };
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Sender sender(Senders senders, Hook hook) {
    return switch (hook.target()) {
      case Hook.Target.Http(URI url, SigningSecrets signing) ->
          senders.webhook(url, signing, hook.limits().sleep());
      case Hook.Target.Command(List<String> words) -> senders.command(words, hook.limits().sleep());
    };
  }
}
