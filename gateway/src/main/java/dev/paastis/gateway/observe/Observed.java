// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What a trail may ask its exchange; all of it on the exchange's event loop. */
public interface Observed {
  /** The request; once it is forwarded, as it was sent to the app. */
  HttpRequest request();

  /** Whether the peer is a proxy that may say for whom it asks. */
  boolean fromTrustedPeer();

  /** Address of whoever asks. */
  String address();

  /** The app's name, {@code null} while no route is found. */
  @Nullable String appName();

  /** What the client speaks. */
  Protocol protocol();
}
