// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Certificates in files that somebody else keeps, looked at again and again. A change is taken when
 * it can be used as a whole; a file that is missing, half written, or does not fit its key changes
 * nothing. Such a state is told once it has lasted for two looks, since every renewal passes
 * through it. Safe for use by many threads.
 */
public final class CertificateFiles {
  private static final System.Logger LOG = System.getLogger(CertificateFiles.class.getName());

  private final List<Pair> pairs;
  private final List<Path> folders;
  private final CertificateShelf shelf;
  private final Map<Pair, State> states = new HashMap<>();

  /**
   * A certificate with its key.
   *
   * @param chain the host's certificate and those of its issuers, PEM
   * @param key its private key, PEM
   */
  public record Pair(Path chain, Path key) {}

  /** What was seen of a pair at the last look. */
  private record State(
      Stamp stamp, @Nullable Identity identity, @Nullable String problem, boolean told) {}

  /** Changes when a file is written, replaced, or another is linked in its place. */
  private record Stamp(String chain, String key) {}

  /**
   * Looks after these; nothing is read before {@link #look}.
   *
   * @param folders each with {@code NAME.pem} or {@code NAME.crt} beside {@code NAME.key}, or with
   *     folders that hold {@code fullchain.pem} and {@code privkey.pem}
   */
  public CertificateFiles(List<Pair> pairs, List<Path> folders, CertificateShelf shelf) {
    this.pairs = List.copyOf(pairs);
    this.folders = List.copyOf(folders);
    this.shelf = shelf;
  }

  /** Takes what has changed. */
  public synchronized void look() {
    Set<Pair> now = new LinkedHashSet<>(pairs);
    folders.forEach(folder -> now.addAll(pairsIn(folder)));
    boolean changed = states.keySet().retainAll(now);
    for (Pair pair : now) {
      changed |= look(pair);
    }
    if (changed) {
      shelf.replace(CertificateShelf.Kind.FILES, identities());
    }
  }

  /** What is wrong with which files, one line each. */
  public synchronized List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (State state : states.values()) {
      if (state.problem() != null) {
        problems.add(state.problem());
      }
    }
    for (Path folder : folders) {
      if (!Files.isReadable(folder)) {
        problems.add(folder + " cannot be read");
      }
    }
    return problems;
  }

  private List<Identity> identities() {
    List<Identity> found = new ArrayList<>();
    for (State state : states.values()) {
      if (state.identity() != null) {
        found.add(state.identity());
      }
    }
    return found;
  }

  /** Whether another certificate than before is to be shown. */
  private boolean look(Pair pair) {
    Stamp stamp = new Stamp(stamp(pair.chain()), stamp(pair.key()));
    State before = states.get(pair);
    if (before != null && before.stamp().equals(stamp)) {
      if (before.problem() != null && !before.told()) {
        tell(before, before.problem());
        states.put(pair, new State(stamp, before.identity(), before.problem(), true));
      }
      return false;
    }
    Identity known = before == null ? null : before.identity();
    State now = read(pair, stamp, known, before == null);
    states.put(pair, now);
    return now.identity() != null && !now.identity().equals(known);
  }

  private static State read(Pair pair, Stamp stamp, @Nullable Identity known, boolean first) {
    try {
      Identity read = PemFile.identity(pair.chain(), pair.key());
      if (known != null && !known.equals(read)) {
        LOG.log(System.Logger.Level.INFO, "took a new certificate: {0}", read);
      }
      return new State(stamp, read, null, true);
    } catch (IOException | GeneralSecurityException e) {
      String problem =
          "the certificate of %s with the key %s cannot be used: %s"
              .formatted(pair.chain(), pair.key(), words(e));
      State state = new State(stamp, known, problem, first);
      if (first) {
        tell(state, problem);
      }
      return state;
    }
  }

  private static void tell(State state, String problem) {
    LOG.log(
        System.Logger.Level.ERROR,
        "{0}; {1}",
        problem,
        state.identity() == null
            ? "its hosts have none until that is mended"
            : "the one before is shown");
  }

  /** Exceptions of the file system name the file only. */
  private static String words(Exception e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException missing -> "there is no file " + missing.getFile();
      case java.nio.file.AccessDeniedException denied -> "no right to read " + denied.getFile();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String stamp(Path file) {
    try {
      Path real = file.toRealPath(); // tools replace links as a whole
      BasicFileAttributes seen = Files.readAttributes(real, BasicFileAttributes.class);
      return real + " " + seen.size() + " " + seen.lastModifiedTime() + " " + seen.fileKey();
    } catch (IOException e) {
      return "unreadable";
    }
  }

  private static List<Pair> pairsIn(Path folder) {
    List<Pair> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        if (name.endsWith(".key")) {
          found.add(new Pair(chainOf(folder, name.substring(0, name.length() - 4)), entry));
        } else if (Files.exists(entry.resolve("privkey.pem"))) {
          found.add(new Pair(entry.resolve("fullchain.pem"), entry.resolve("privkey.pem")));
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} cannot be read: {1}", folder, e.getMessage());
    }
    return found;
  }

  private static Path chainOf(Path folder, String name) {
    Path usual = folder.resolve(name + ".pem");
    Path other = folder.resolve(name + ".crt");
    return !Files.exists(usual) && Files.exists(other) ? other : usual;
  }
}
