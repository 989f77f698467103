// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/** Everyone hears everyone, each at their own pace: who falls far behind misses messages. */
final class ChatRoom {
  private static final int FAR_BEHIND = 256;

  private final Set<Guest> guests = ConcurrentHashMap.newKeySet();

  /** Somebody in the room with what they have not heard yet. */
  private static final class Guest {
    private final BlockingQueue<String> unheard = new ArrayBlockingQueue<>(FAR_BEHIND);
  }

  /** Stays until the guest leaves. */
  void welcome(WebSocket socket) throws IOException {
    var guest = new Guest();
    Thread speaker = Thread.ofVirtual().start(() -> tell(guest, socket));
    guests.add(guest);
    say("room", guests.size() == 1 ? "you are the first here" : guests.size() + " people are here");
    try {
      listen(socket);
    } finally {
      guests.remove(guest);
      speaker.interrupt();
      say("room", "somebody left");
    }
  }

  private void listen(WebSocket socket) throws IOException {
    Optional<WebSocket.Message> message = socket.receive();
    while (message.isPresent()) {
      if (message.get().isText()) {
        say("guest", message.get().text());
      }
      message = socket.receive();
    }
  }

  private void say(String from, String text) {
    String json = "{\"from\":" + Json.quote(from) + ",\"text\":" + Json.quote(text) + "}";
    for (Guest guest : guests) {
      while (!guest.unheard.offer(json)) {
        guest.unheard.poll();
      }
    }
  }

  private static void tell(Guest guest, WebSocket socket) {
    try {
      while (true) {
        socket.send(guest.unheard.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // the connection is gone; the reading side notices too and says goodbye
      return;
    }
  }
}
