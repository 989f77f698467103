// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import dev.paastis.provider.Secret;
import dev.paastis.provider.kubernetes.KubernetesSettings.Login;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a login into the client's configuration.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/">API from a
 *     pod</a>
 */
final class Credentials {
  private static final int CONNECT_MILLIS = 5_000;

  private final Map<String, String> environment;
  private final Path home;
  private final Path serviceAccount;

  /**
   * Looks in these places.
   *
   * @param serviceAccount folder with the files {@code token} and {@code ca.crt} of the pod
   */
  Credentials(Map<String, String> environment, Path home, Path serviceAccount) {
    this.environment = environment;
    this.home = home;
    this.serviceAccount = serviceAccount;
  }

  /** Those of this process. */
  static Credentials ofThisProcess() {
    return new Credentials(
        System.getenv(),
        Path.of(System.getProperty("user.home", ".")),
        Path.of("/var/run/secrets/kubernetes.io/serviceaccount"));
  }

  /**
   * The client's configuration.
   *
   * @throws IllegalArgumentException when a file is missing or makes no sense
   */
  Config config(Login login) {
    Config config =
        switch (login) {
          case Login.Found(String context) -> found(context);
          case Login.Kubeconfig(Path file, String context) -> kubeconfig(file, context);
          case Login.Direct direct -> direct(direct);
        };
    return new ConfigBuilder(config)
        .withConnectionTimeout(CONNECT_MILLIS)
        .withRequestRetryBackoffLimit(0) // whoever asked decides whether to ask again
        .withUserAgent("paastis")
        // without TLS there is no agreement on HTTP/2, and an upgrade is a race with the answer
        .withHttp2Disable(config.getMasterUrl().startsWith("http:"))
        .build();
  }

  private Config found(@Nullable String context) {
    String host = environment.get("KUBERNETES_SERVICE_HOST");
    if (context == null && host != null && Files.exists(serviceAccount.resolve("token"))) {
      return inCluster(host, environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"));
    }
    String named = environment.get("KUBECONFIG");
    return kubeconfig(named == null ? home.resolve(".kube/config") : Path.of(named), context);
  }

  /** The token is read each time: the cluster renews it about once an hour. */
  private Config inCluster(String host, String port) {
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://" + bracketed + ":" + port)
        .withCaCertFile(serviceAccount.resolve("ca.crt").toString())
        .withOauthTokenProvider(() -> read(serviceAccount.resolve("token")).strip())
        .build();
  }

  private static Config kubeconfig(Path file, @Nullable String context) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "there is no readable kubeconfig at "
              + file
              + "; set 'kubeconfig', or 'server' and 'token'");
    }
    try {
      Config config = Config.fromKubeconfig(context, file.toFile());
      var current = config.getCurrentContext();
      if (current == null || (context != null && !context.equals(current.getName()))) {
        throw new IllegalArgumentException(
            context == null
                ? "kubeconfig " + file + " has no current context; set 'context'"
                : "kubeconfig " + file + " has no context '" + context + "'");
      }
      return config;
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("kubeconfig " + file + " cannot be read: " + e, e);
    }
  }

  private static Config direct(Login.Direct direct) {
    Secret token = direct.token();
    ConfigBuilder config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(direct.server().toString())
            .withOauthTokenProvider(token::reveal);
    if (direct.authority() != null) {
      config.withCaCertFile(direct.authority().toString());
    }
    return config.build();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
