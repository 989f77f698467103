// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** What computes handshakes and ciphers. */
enum SslProviders {
  /** OpenSSL where its library is on the class path and fits the machine, otherwise the JDK. */
  BEST,
  /** The JDK. */
  JDK;

  SslProvider provider() {
    return this == BEST && OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
  }
}
