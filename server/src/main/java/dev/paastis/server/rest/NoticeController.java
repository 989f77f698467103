// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ChannelTestView;
import dev.paastis.api.ChannelView;
import dev.paastis.api.DurationText;
import dev.paastis.api.ErrorCode;
import dev.paastis.api.HookView;
import dev.paastis.api.ItemPage;
import dev.paastis.app.EventType;
import dev.paastis.notice.Channel;
import dev.paastis.notice.ChannelKind;
import dev.paastis.notice.Courier;
import dev.paastis.notice.Outbox;
import dev.paastis.notice.Post;
import dev.paastis.notice.SendOutcome;
import dev.paastis.notice.hook.Hook;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows hooks and channels, and tests a channel. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Messages", description = "Hooks, channels of messages, and what became of messages.")
final class NoticeController {
  private final Courier courier;
  private final HookList hooks;

  NoticeController(Courier courier, HookList hooks) {
    this.courier = courier;
    this.hooks = hooks;
  }

  @GetMapping("/hooks")
  @Operation(summary = "List hooks", description = "Those of the file, never a credential.")
  ItemPage<HookView> hooks() {
    return new ItemPage<>(hooks.hooks().stream().map(NoticeController::view).toList(), null);
  }

  @GetMapping("/notifications")
  @Operation(summary = "List channels", description = "Those of the file, never an address.")
  ItemPage<ChannelView> channels() {
    return new ItemPage<>(own().stream().map(post -> view(post.channel())).toList(), null);
  }

  @PostMapping("/notifications/{name}/test")
  @Operation(
      summary = "Test a channel",
      description = "Sends a message at once and tells the outcome; opens a closed channel.")
  @ApiResponse(responseCode = "404", description = "channel-not-found: the file has no such.")
  ChannelTestView test(@PathVariable String name) throws InterruptedException {
    Post post =
        Post.find(own(), name)
            .orElseThrow(() ->
                new ProblemException(
                    ErrorCode.CHANNEL_NOT_FOUND,
                    "no channel has the name '%s'; GET /api/v1/notifications lists them"
                        .formatted(name)));
    return switch (courier.test(post)) {
      case SendOutcome.Delivered _ -> new ChannelTestView(name, true, "");
      case SendOutcome.NotNow(String why, var _) -> new ChannelTestView(name, false, why);
      case SendOutcome.Gone(String why) -> new ChannelTestView(name, false, why);
    };
  }

  private List<Post> own() {
    return courier.posts().stream()
        .filter(post -> !post.channel().name().startsWith(Channel.HOOK))
        .toList();
  }

  private ChannelView view(Channel channel) {
    Optional<Outbox.Closure> closure = courier.closure(channel);
    ChannelKind kind = channel.kind();
    return new ChannelView(
        channel.name(),
        kind.wire(),
        channel.filter().events().stream().map(EventType::wire).sorted().toList(),
        text(channel.filter().apps()),
        channel.digest() == null ? null : DurationText.format(channel.digest()),
        channel.urgent(),
        closure.isPresent() ? "closed" : "open",
        closure.map(Outbox.Closure::why).orElse(""));
  }

  private static HookView view(Hook hook) {
    return new HookView(
        hook.name(),
        hook.on().stream().map(Hook.Moment::wire).sorted().toList(),
        text(hook.apps()),
        hook.target() instanceof Hook.Target.Http ? "webhook" : "command",
        target(hook.target()),
        DurationText.format(hook.limits().sleep()),
        DurationText.format(hook.limits().wake()),
        hook.limits().vetoOnFailure() ? "veto" : "proceed",
        hook.limits().wakeWaits());
  }

  private static String target(Hook.Target target) {
    return switch (target) {
      case Hook.Target.Http(URI url, var _) -> String.valueOf(url.getHost());
      case Hook.Target.Command(List<String> words) -> words.getFirst();
    };
  }

  private static @Nullable String text(@Nullable Object pattern) {
    return pattern == null ? null : pattern.toString();
  }
}
