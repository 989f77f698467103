// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.app.Upstream;
import dev.paastis.gateway.forward.Egress;
import dev.paastis.gateway.forward.UpstreamTls;
import dev.paastis.gateway.resolve.Names;
import dev.paastis.schedule.Ticker;
import java.net.InetAddress;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A gateway that finds every host on this machine and trusts one certificate. */
final class TlsFixture {
  private static final SSLContext SHOWN = TestCertificate.shown();

  private final TestCertificate.Trust trust = TestCertificate.trusted();

  /** Looks at certificates, and counts. */
  TestCertificate.Trust trust() {
    return trust;
  }

  TestGateway gateway() {
    return gateway(Timeouts.DEFAULT);
  }

  TestGateway gateway(Timeouts timeouts) {
    return gateway(UpstreamTls.trusting(trust), timeouts);
  }

  TestGateway gateway(UpstreamTls tls, Timeouts timeouts) {
    Names names = new Names(_ -> List.of(InetAddress.getLoopbackAddress()), Ticker.system());
    return new TestGateway(
        settings -> settings.withTimeouts(timeouts).withEventLoops(1), new Egress(names, tls));
  }

  /** An app that shows the certificate. */
  static RawUpstream app(RawUpstream.Script script) {
    return new RawUpstream(script, SHOWN);
  }

  /** An app that shows the certificate and offers HTTP/2. */
  static RawUpstream http2App(RawUpstream.Script script) {
    return new RawUpstream(script, SHOWN, "h2");
  }

  /** A client of a gateway whose app is awake under the name of the certificate. */
  static RawClient client(TestGateway gateway, RawUpstream app) {
    return client(gateway, app.secureAddress("app.test"));
  }

  static RawClient client(TestGateway gateway, Upstream upstream) {
    return gateway.publish(TestGateway.awakeAt(upstream)).client();
  }
}
