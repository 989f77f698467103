// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** The addresses of the kit's files, with their versions, as their jars name them. */
public final class Webjars {
  private final Map<String, String> versions = new ConcurrentHashMap<>();

  Webjars() {}

  /** The address of a file of that artifact. */
  public String url(String artifact, String file) {
    return "/webjars/"
        + artifact
        + "/"
        + versions.computeIfAbsent(artifact, Webjars::version)
        + "/"
        + file;
  }

  private static String version(String artifact) {
    String name = "/META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties";
    try (InputStream in = Webjars.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the web jar '" + artifact + "' is not on the class path");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
