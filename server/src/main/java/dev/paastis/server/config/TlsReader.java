// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.certificate.AcmeSettings;
import dev.paastis.gateway.tls.CertificateFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the section on TLS at the gateway. */
final class TlsReader {
  private static final int ORDERS_PER_HOUR = 30;

  private final Path folder;
  private final String domain;

  TlsReader(Path folder, String domain) {
    this.folder = folder;
    this.domain = domain;
  }

  Tls read(Section section) {
    section.only(
        "port",
        "public-port",
        "certificates",
        "default-host",
        "redirect",
        "redirect-hosts",
        "acme",
        "local");
    List<CertificateFiles.Pair> files = new ArrayList<>();
    List<Path> folders = new ArrayList<>();
    section.sections("certificates").forEach(entry -> certificate(entry, files, folders));
    AcmeSettings acme = section.has("acme") ? acme(section.section("acme")) : null;
    boolean none = files.isEmpty() && folders.isEmpty() && acme == null;
    Boolean local = RuleReader.yesOrNo(section, "local");
    Tls tls =
        new Tls(
            section.number("port", 0, 65535),
            section.number("public-port", 1, 65535),
            List.copyOf(files),
            List.copyOf(folders),
            section.optional("default-host"),
            Boolean.TRUE.equals(RuleReader.yesOrNo(section, "redirect")),
            section.texts("redirect-hosts"),
            acme,
            local == null ? none && isOfThisMachine() : local);
    if (!tls.isOn() && !section.keys().isEmpty() && !Boolean.FALSE.equals(local)) {
      section.problem("certificates", "is missing: TLS needs certificates, acme or local: true");
    }
    return tls;
  }

  private boolean isOfThisMachine() {
    return domain.equals("localhost") || domain.endsWith(".localhost");
  }

  private void certificate(Section entry, List<CertificateFiles.Pair> files, List<Path> folders) {
    if (entry.has("folder")) {
      entry.only("folder");
      folders.add(path(entry.text("folder", "certificates")));
    } else {
      entry.only("chain", "key");
      files.add(
          new CertificateFiles.Pair(
              path(entry.required("chain", "fullchain.pem")),
              path(entry.required("key", "privkey.pem"))));
    }
  }

  private AcmeSettings acme(Section section) {
    section.only("directory", "email", "terms-agreed", "proofs", "authority", "orders-per-hour");
    if (!Boolean.TRUE.equals(RuleReader.yesOrNo(section, "terms-agreed"))) {
      section.problem(
          "terms-agreed", "must be true: an ACME server gives certificates on its terms only");
    }
    String authority = section.optional("authority");
    return new AcmeSettings(
        directory(section),
        section.optional("email"),
        proofs(section),
        authority == null ? null : path(authority),
        section.number("orders-per-hour", ORDERS_PER_HOUR, 1, 10_000));
  }

  private static URI directory(Section section) {
    String text = section.text("directory", AcmeSettings.LETS_ENCRYPT.toString());
    try {
      URI address = URI.create(text);
      if ("https".equals(address.getScheme()) && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    section.problem("directory", "'%s' must be an https address".formatted(text));
    return AcmeSettings.LETS_ENCRYPT;
  }

  private static List<AcmeSettings.Proof> proofs(Section section) {
    List<AcmeSettings.Proof> proofs = new ArrayList<>();
    for (String text : section.texts("proofs")) {
      AcmeSettings.Proof proof = proof(text);
      if (proof == null) {
        section.problem(
            "proofs", "'%s' is not known; allowed: http-01, tls-alpn-01".formatted(text));
      } else {
        proofs.add(proof);
      }
    }
    return proofs.isEmpty() ? List.of(AcmeSettings.Proof.values()) : proofs;
  }

  private static AcmeSettings.@Nullable Proof proof(String text) {
    for (AcmeSettings.Proof proof : AcmeSettings.Proof.values()) {
      if (proof.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        return proof;
      }
    }
    return null;
  }

  private Path path(String text) {
    return folder.resolve(text).normalize();
  }
}
