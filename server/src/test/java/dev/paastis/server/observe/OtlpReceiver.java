// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.observe;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes spans as a collector does, and reads them by the numbers of their fields.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto">trace.proto</a>
 */
final class OtlpReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Received> spans = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<Headers> headers = new CopyOnWriteArrayList<>();

  /** What was read of a span. */
  record Received(
      String name,
      int kind,
      String trace,
      String id,
      String parent,
      String link,
      Map<String, String> texts) {}

  OtlpReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Received> spans() {
    return spans;
  }

  List<String> paths() {
    return paths;
  }

  List<Headers> headers() {
    return headers;
  }

  private void take(HttpExchange exchange) throws IOException {
    headers.add(exchange.getRequestHeaders());
    paths.add(exchange.getRequestURI().getPath());
    UnknownFieldSet request = UnknownFieldSet.parseFrom(exchange.getRequestBody().readAllBytes());
    for (UnknownFieldSet resource : messages(request, 1)) {
      for (UnknownFieldSet scope : messages(resource, 2)) {
        messages(scope, 2).forEach(span -> spans.add(received(span)));
      }
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static Received received(UnknownFieldSet span) {
    Map<String, String> texts = new TreeMap<>();
    for (UnknownFieldSet attribute : messages(span, 9)) {
      UnknownFieldSet value = messages(attribute, 2).getFirst();
      texts.put(bytes(attribute, 1).toStringUtf8(), bytes(value, 1).toStringUtf8());
    }
    List<UnknownFieldSet> links = messages(span, 13);
    return new Received(
        bytes(span, 5).toStringUtf8(),
        span.getField(6).getVarintList().stream().mapToInt(Long::intValue).findFirst().orElse(0),
        hex(bytes(span, 1)),
        hex(bytes(span, 2)),
        hex(bytes(span, 4)),
        links.isEmpty() ? "" : hex(bytes(links.getFirst(), 2)),
        texts);
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet in, int field) {
    return in.getField(field).getLengthDelimitedList().stream().map(OtlpReceiver::message).toList();
  }

  private static UnknownFieldSet message(ByteString bytes) {
    try {
      return UnknownFieldSet.parseFrom(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteString bytes(UnknownFieldSet in, int field) {
    List<ByteString> all = in.getField(field).getLengthDelimitedList();
    return all.isEmpty() ? ByteString.EMPTY : all.getFirst();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
