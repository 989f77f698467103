// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.certificate.AcmeSettings;
import dev.paastis.gateway.tls.CertificateFiles;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the file says of TLS at the gateway.
 *
 * @param port where it listens; {@code null} when not said
 * @param publicPort where clients reach it; {@code null}: where it listens
 * @param files certificates with their keys
 * @param folders folders of such
 * @param defaultHost its certificate is shown to whoever names no host that is known
 * @param redirect whether HTTP leads to HTTPS on every host that has a certificate
 * @param redirectHosts hosts on which it does in any case
 * @param acme where certificates are ordered; {@code null}: nowhere
 * @param local whether certificates for {@code localhost} are made here
 */
public record Tls(
    @Nullable Integer port,
    @Nullable Integer publicPort,
    List<CertificateFiles.Pair> files,
    List<Path> folders,
    @Nullable String defaultHost,
    boolean redirect,
    List<String> redirectHosts,
    @Nullable AcmeSettings acme,
    boolean local) {
  /** Whether there is any certificate to show. */
  public boolean isOn() {
    return local || isAskedFor();
  }

  /** Whether somebody wrote down where certificates come from. */
  public boolean isAskedFor() {
    return !files.isEmpty() || !folders.isEmpty() || acme != null;
  }
}
