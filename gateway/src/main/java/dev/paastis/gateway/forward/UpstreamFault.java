// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.app.Upstream;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why there is no connection to an app. */
public final class UpstreamFault extends IOException {
  private static final long serialVersionUID = 1;

  /** What sort of reason; its text, a sentence, is for people and names no address. */
  public enum Kind {
    /** Nobody knows an address for the app's host. */
    NAME_UNKNOWN("The name of its host has no address."),
    /** The name servers did not answer in time. */
    NAME_TOO_SLOW("The name of its host could not be looked up in time."),
    /** Its addresses are not on the Internet, and its account is not one that may be near. */
    ADDRESS_REFUSED(
        "Its address is in a network of the gateway, which is not for apps of this account."),
    /** No address accepted a connection in time. */
    NOT_ACCEPTED("Its address refused the connection, or did not answer in time."),
    /** The certificate is not one that we trust. */
    CERTIFICATE_NOT_TRUSTED("Its certificate has expired, or no trusted authority has signed it."),
    /** The certificate is somebody else's. */
    CERTIFICATE_OF_ANOTHER("Its certificate is for another name."),
    /** The connection was accepted and TLS did not come about in time. */
    HANDSHAKE_TOO_SLOW("The TLS handshake took too long."),
    /** The request needs HTTP/2, and the app does not offer it. */
    NO_HTTP2("It does not offer HTTP/2, which this request needs."),
    /** Both sides could not agree on TLS, or the app closed. */
    HANDSHAKE_FAILED("The TLS handshake failed.");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The reason in words. */
    public String text() {
      return text;
    }

    /** Whether the app itself did not take a connection, so that more of them are of no use. */
    boolean isOfApp() {
      return switch (this) {
        case NOT_ACCEPTED, HANDSHAKE_TOO_SLOW, HANDSHAKE_FAILED -> true;
        case NAME_UNKNOWN,
            NAME_TOO_SLOW,
            ADDRESS_REFUSED,
            CERTIFICATE_NOT_TRUSTED,
            CERTIFICATE_OF_ANOTHER,
            NO_HTTP2 ->
            false;
      };
    }
  }

  private final Kind kind;

  UpstreamFault(Kind kind, @Nullable Throwable cause) {
    super(kind.text(), cause);
    this.kind = kind;
  }

  /** What sort of reason. */
  public Kind kind() {
    return kind;
  }

  /** The fault of an app that is at addresses which it may not be at. */
  static UpstreamFault ofAddresses(Upstream upstream, List<InetAddress> addresses) {
    String all =
        addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
    return new UpstreamFault(
        Kind.ADDRESS_REFUSED,
        new IOException(
            "%s is at %s, which is not on the Internet; declare its account in paastis.yml, or list"
                    .formatted(upstream.host(), all)
                + " the address in gateway.private-upstreams"));
  }

  /** The fault that a failed handshake shows. */
  static UpstreamFault ofHandshake(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SslHandshakeTimeoutException) {
        return new UpstreamFault(Kind.HANDSHAKE_TOO_SLOW, failure);
      }
      if (cause instanceof CertificateException certificate) {
        return new UpstreamFault(ofCertificate(certificate), failure);
      }
    }
    return new UpstreamFault(Kind.HANDSHAKE_FAILED, failure);
  }

  /** The JDK has no type of its own for a wrong name, only these words. */
  private static Kind ofCertificate(CertificateException wrong) {
    String message = String.valueOf(wrong.getMessage());
    return message.startsWith("No subject alternative") || message.startsWith("No name matching")
        ? Kind.CERTIFICATE_OF_ANOTHER
        : Kind.CERTIFICATE_NOT_TRUSTED;
  }
}
