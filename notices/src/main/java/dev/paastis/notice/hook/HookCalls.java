// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.hook;

import dev.paastis.app.Cause;
import dev.paastis.app.TrackedApp;
import dev.paastis.notice.hook.Hook.Moment;
import dev.paastis.notice.send.CommandRun;
import dev.paastis.notice.send.HttpPost;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls one hook once. */
final class HookCalls {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpPost http;
  private final InstantSource clock;

  HookCalls(HttpPost http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  /** Calls it about these apps; it has that long. */
  Reply call(Hook hook, Moment moment, List<TrackedApp> apps, Cause cause, Duration time)
      throws InterruptedException {
    byte[] body = body(moment, apps, cause);
    return switch (hook.target()) {
      case Hook.Target.Http target -> post(target, body, time);
      case Hook.Target.Command(List<String> words) ->
          switch (CommandRun.run(words, body, time)) {
            case CommandRun.End.Exited(int code, String output) -> Reply.ofExit(code, output);
            case CommandRun.End.Failed(String why) -> new Reply.Broken(why);
          };
    };
  }

  private Reply post(Hook.Target.Http target, byte[] body, Duration time)
      throws InterruptedException {
    var headers = target.signing().headers("msg_" + UUID.randomUUID(), clock.instant(), body);
    return switch (http.post(target.url(), headers, body, time)) {
      case HttpPost.Answer.Answered(int status, String answer, var _) ->
          Reply.ofHttp(status, answer);
      case HttpPost.Answer.Failed(String why) -> new Reply.Broken(why);
    };
  }

  private byte[] body(Moment moment, List<TrackedApp> apps, Cause cause) {
    ObjectNode body = JSON.createObjectNode();
    body.put("type", moment.wire());
    body.put("timestamp", clock.instant().toString());
    ObjectNode data = body.putObject("data");
    ArrayNode all = data.putArray("apps");
    for (TrackedApp app : apps) {
      all.addObject()
          .put("app", app.id().toString())
          .put("name", app.app().name())
          .put("account", app.app().account().name())
          .put("provider", app.app().account().provider());
    }
    data.putObject("cause")
        .put("kind", cause.kind().name().toLowerCase(Locale.ROOT))
        .put("summary", cause.summary());
    return JSON.writeValueAsBytes(body);
  }
}
