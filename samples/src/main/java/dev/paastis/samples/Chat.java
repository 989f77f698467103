// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A chat by WebSocket ({@code /ws}), an echo ({@code /echo}) and a clock ({@code /events}). */
public final class Chat {
  private static final String MAIN =
      """
      <p class="soft" id="clock" role="status">The clock ticks by server-sent events.</p>
      <div id="log" role="log" aria-live="polite"></div>
      <form><input id="text" maxlength="500" autocomplete="off" aria-label="Message"
      placeholder="Say something; open a second tab to answer"><button>Send</button></form>
      <script>
      const $ = id => document.getElementById(id);
      const show = (from, text) => {
        const p = document.createElement('p'), b = document.createElement('b');
        b.textContent = from + ' ';
        p.append(b, text);
        $('log').append(p);
        $('log').scrollTop = 1e9;
      };
      let socket;
      const join = () => {
        socket = new WebSocket(location.origin.replace('http', 'ws') + '/ws');
        socket.onmessage = e => { const m = JSON.parse(e.data); show(m.from, m.text); };
        socket.onclose = () => { show('room', 'connection lost; trying again'); setTimeout(join, 2000); };
      };
      join();
      new EventSource('/events').addEventListener('tick', e => {
        $('clock').textContent = 'Server-sent events: process up for ' + e.data + '.';
      });
      document.querySelector('form').onsubmit = e => {
        e.preventDefault();
        if ($('text').value && socket.readyState === 1) { socket.send($('text').value); $('text').value = ''; }
      };
      </script>
      """;

  private static final long TICK_MILLIS = 1_000;

  private final Moments moments;
  private final ChatRoom room = new ChatRoom();

  Chat(Moments moments) {
    this.moments = moments;
  }

  /** Serves on {@code $PORT}. */
  public static void main(String[] args) throws IOException {
    var moments = new Moments();
    Server.run(moments, new Chat(moments)::answer);
  }

  Answer answer(Request request) {
    return switch (request.path()) {
      case "/" ->
          Answer.html(200, Page.of("Talk, and I stay awake", "chat", Page.story(moments) + MAIN));
      case "/ws" -> WebSocket.upgrade(request, room::welcome);
      case "/echo" -> WebSocket.upgrade(request, Chat::echo);
      case "/events" ->
          Answer.of(200, "text/event-stream", Answer.UNTIL_CLOSE, (_, out) -> tick(out));
      default -> Answer.html(404, Page.of("Nobody here", "chat", "<p><a href=\"/\">Chat</a></p>"));
    };
  }

  private static void echo(WebSocket socket) throws IOException {
    Optional<WebSocket.Message> message = socket.receive();
    while (message.isPresent()) {
      socket.send(message.get());
      message = socket.receive();
    }
  }

  private void tick(OutputStream out) throws IOException {
    try {
      for (int i = 1; ; i++) {
        String event = "id: " + i + "\nevent: tick\ndata: " + Page.people(moments.age()) + "\n\n";
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
        Thread.sleep(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
