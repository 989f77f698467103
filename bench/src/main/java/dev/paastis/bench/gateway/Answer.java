// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether a contestant answers a case rightly: asked once, by curl, before it is measured. */
final class Answer {
  private static final String SEEN = "%{http_code} %{size_download} %{http_version}";

  private Answer() {}

  static void check(Lab lab, Case what, int port) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("curl", "-sS", "-k", "--noproxy", "*", "--max-time", "10"));
    command.addAll(List.of("-o", "/dev/null", "-w", SEEN, "-H", "Host: " + what.host()));
    command.add(what == Case.HTTP2 ? "--http2" : "--http1.1");
    if (what == Case.UPLOAD) {
      command.addAll(List.of("-H", "Expect:", "--data-binary", "@" + lab.folder().resolve("1m")));
    }
    String scheme = what.kind() == Case.Kind.SECURE ? "https" : "http";
    command.addAll(List.of("--resolve", what.host() + ":" + port + ":127.0.0.1"));
    command.add(scheme + "://" + what.host() + ":" + port + what.path());
    String expected = "200 " + what.answerBytes() + " " + (what == Case.HTTP2 ? "2" : "1.1");
    String seen = Tool.run(command).strip();
    if (!seen.equals(expected)) {
      throw new IOException(
          "its answer has status, length and protocol '%s' instead of '%s'"
              .formatted(seen, expected));
    }
  }
}
