// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All certificates by the names they are for: exact names first, then a wildcard for the first
 * label. A lookup is two hashes and takes no lock. Safe for use by many threads.
 */
public final class CertificateShelf {
  private final Map<Kind, List<Identity>> all = new EnumMap<>(Kind.class);
  private final SslProviders providers;
  private volatile Index index = new Index(Map.of(), Map.of());
  private volatile @Nullable ServerContext fallback;

  /** Where a certificate comes from; of two for one name the earlier kind is shown. */
  public enum Kind {
    /** From files that somebody else keeps. */
    FILES,
    /** From an ACME server. */
    ORDERED,
    /** Made here. */
    LOCAL
  }

  private record Index(
      Map<String, ServerContext> byName, Map<Identity, ServerContext> byIdentity) {}

  /** An empty shelf, whose handshakes OpenSSL computes where it is there. */
  public CertificateShelf() {
    this(SslProviders.BEST);
  }

  CertificateShelf(SslProviders providers) {
    this.providers = providers;
  }

  /** Puts these in place of all of that kind; connections that are open keep theirs. */
  public synchronized void replace(Kind kind, Collection<Identity> identities) {
    all.put(kind, List.copyOf(identities));
    Map<Identity, ServerContext> known = index.byIdentity();
    Map<String, ServerContext> byName = new HashMap<>();
    Map<Identity, ServerContext> byIdentity = new HashMap<>();
    for (List<Identity> ofKind : all.values()) {
      List<Identity> lastingFirst = new ArrayList<>(ofKind);
      lastingFirst.sort(Comparator.comparing(Identity::notAfter).reversed());
      for (Identity identity : lastingFirst) {
        // The same certificate keeps its context, and with it the sessions that clients remember.
        ServerContext kept = known.get(identity);
        ServerContext context = kept == null ? new ServerContext(identity, providers) : kept;
        byIdentity.put(identity, context);
        identity.names().forEach(name -> byName.putIfAbsent(name, context));
      }
    }
    index = new Index(byName, byIdentity);
  }

  /** Adds one of that kind, in place of those of that kind for the same names. */
  public synchronized void add(Kind kind, Identity identity) {
    List<Identity> rest = new ArrayList<>(all.getOrDefault(kind, List.of()));
    rest.removeIf(other -> other.names().equals(identity.names()));
    rest.add(identity);
    replace(kind, rest);
  }

  /** Shows that one to whoever asks for a name that nothing is known of, or for none. */
  public void fallBackOn(Identity identity) {
    fallback = new ServerContext(identity, providers);
  }

  /** Whether there is one for that host. */
  public boolean has(String host) {
    return find(host) != null;
  }

  /** All of that kind. */
  public synchronized List<Identity> all(Kind kind) {
    return all.getOrDefault(kind, List.of());
  }

  /** Gives what secures remembered sessions new keys where that is not done by itself. */
  public void rotate() {
    index.byIdentity().values().forEach(ServerContext::rotate);
  }

  @Nullable ServerContext find(String host) {
    Map<String, ServerContext> byName = index.byName();
    ServerContext exact = byName.get(host);
    int dot = host.indexOf('.');
    return exact != null || dot < 0 ? exact : byName.get("*" + host.substring(dot));
  }

  @Nullable ServerContext fallback() {
    return fallback;
  }
}
