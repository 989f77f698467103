// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Stands between account and cluster and can cut an answer off after the request got through. */
final class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final int target;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile String cutNext = "";
  private volatile boolean refusing;

  Relay(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Cuts instead of answering the next request that begins so. */
  void cutAnswerTo(String beginning) {
    cutNext = beginning;
  }

  /** From now on nothing gets through, until told otherwise. */
  void refuse(boolean refuse) throws IOException {
    refusing = refuse;
    if (refuse) {
      cutAll();
    }
  }

  /** Cuts every connection there is; new ones go through. */
  void cutAll() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cutAll();
    threads.shutdownNow();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        if (refusing) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        Exchange exchange = new Exchange(client, server);
        threads.execute(exchange::requests);
        threads.execute(exchange::answers);
      }
    } catch (IOException e) {
      if (!listening.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final class Exchange {
    private final Socket client;
    private final Socket server;
    private volatile boolean cut;

    Exchange(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void requests() {
      pump(
          client,
          server,
          chunk -> {
            String beginning = cutNext;
            if (!beginning.isEmpty() && chunk.startsWith(beginning)) {
              cutNext = "";
              cut = true;
            }
            return true;
          });
    }

    void answers() {
      pump(server, client, _ -> !cut);
    }

    private void pump(Socket from, Socket to, Predicate<String> passes) {
      byte[] buffer = new byte[1 << 16];
      try (from;
          to;
          InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        int read = in.read(buffer);
        while (read > 0 && passes.test(new String(buffer, 0, read, StandardCharsets.ISO_8859_1))) {
          out.write(buffer, 0, read);
          read = in.read(buffer);
        }
      } catch (IOException e) {
        cut = true; // either side has gone: so goes the other
      }
    }
  }
}
