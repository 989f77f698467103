// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an engine's error says, without the JSON around it. */
final class ErrorText {
  private static final Pattern MESSAGE =
      Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private ErrorText() {}

  static String of(DockerException answer) {
    String text = String.valueOf(answer.getMessage()).strip();
    Matcher message = MESSAGE.matcher(text);
    return message.find() ? plain(message.group(1)) : text;
  }

  private static String plain(String json) {
    return json.replace("\\n", " ")
        .replace("\\\"", "\"")
        .replace("\\u003c", "<")
        .replace("\\u003e", ">")
        .replace("\\\\", "\\")
        .strip();
  }
}
