// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pages of an operator in place of ours, read once from a folder: {@code waiting.html}, {@code
 * error.html}, pages named after a code or a status such as {@code hold-full.html} or {@code
 * 503.html}, and the styles and images that they need. A page that cannot be used is told and ours
 * is shown. Immutable.
 */
public final class OwnPages {
  /** No own pages. */
  public static final OwnPages OFF = new OwnPages();

  /** Where their styles and images are. */
  public static final String ASSETS = "/.well-known/paastis/pages/";

  private static final Set<String> PLACES =
      Set.of(
          "app",
          "status",
          "code",
          "title",
          "text",
          "detail",
          "estimate",
          "elapsed",
          "lang",
          "assets",
          "action");
  private static final Pattern PLACE = Pattern.compile("\\{\\{([^{}]*)}}");
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"));
  private static final String POLICY =
      "default-src 'self' 'unsafe-inline' data:; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'self'";
  private static final String HTML = ".html";
  private static final String REFRESH = "<meta http-equiv=\"refresh\" content=\"2\">";
  private static final long MOST_BYTES = 1 << 20;
  private static final long MOST_BYTES_IN_ALL = 8 << 20;
  private static final int MOST_FILES = 100;

  private final Map<String, String> pages = new HashMap<>();
  private final Map<String, Asset> assets = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long bytesInAll;

  private OwnPages() {}

  /** A style or an image. */
  public static final class Asset {
    private final String contentType;
    private final byte[] bytes;

    private Asset(String contentType, byte[] bytes) {
      this.contentType = contentType;
      this.bytes = bytes;
    }

    /** Media type. */
    public String contentType() {
      return contentType;
    }

    /** What is in it; not to be changed. */
    public byte[] bytes() {
      return bytes;
    }
  }

  /** Reads a folder; what is wrong with it is among the {@link #problems}. */
  public static OwnPages load(Path folder) {
    OwnPages read = new OwnPages();
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, Path> byName = new TreeMap<>();
      files.limit(MOST_FILES + 1L).forEach(f -> byName.put(String.valueOf(f.getFileName()), f));
      if (byName.size() > MOST_FILES) {
        read.problems.add(folder + ": holds more than " + MOST_FILES + " files");
      } else {
        byName.forEach(read::take);
      }
    } catch (IOException e) {
      read.problems.add(folder + ": cannot be read; ours is shown: " + e.getMessage());
    }
    return read;
  }

  /**
   * Pages that another gateway read from a folder, as its {@link #files()} tells them.
   *
   * @throws IllegalArgumentException when one of them cannot be used
   */
  public static OwnPages of(Map<String, byte[]> files) {
    OwnPages read = new OwnPages();
    if (files.size() > MOST_FILES) {
      throw new IllegalArgumentException("own pages of more than " + MOST_FILES + " files");
    }
    files.forEach((name, bytes) -> {
      int before = name.equals("waiting.html") ? bytes.length - REFRESH.length() : bytes.length;
      if (read.fits(name, before)) {
        read.take(name, typeOf(name), name, bytes);
      }
    });
    if (!read.problems.isEmpty() || read.pages.size() + read.assets.size() < files.size()) {
      throw new IllegalArgumentException("own pages that cannot be used: " + read.problems);
    }
    return read;
  }

  /** What can be used, by the names of the files, in their order. */
  public SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    pages.forEach((name, html) -> files.put(name + HTML, html.getBytes(StandardCharsets.UTF_8)));
    assets.forEach((name, asset) -> files.put(name, asset.bytes()));
    return files;
  }

  private static @Nullable String typeOf(String name) {
    return TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private void take(String name, Path file) {
    String type = typeOf(name);
    if (type == null || name.startsWith(".") || !Files.isRegularFile(file)) {
      return;
    }
    try {
      if (fits(file, Files.size(file))) {
        take(name, type, file, Files.readAllBytes(file));
      }
    } catch (IOException e) {
      problems.add(file + ": cannot be read; ours is shown: " + e.getMessage());
    }
  }

  private boolean fits(Object file, long size) {
    bytesInAll += size;
    if (size > MOST_BYTES || bytesInAll > MOST_BYTES_IN_ALL) {
      problems.add(file + ": is left out; a file may have 1 MiB and all of them 8 MiB");
      return false;
    }
    return true;
  }

  private void take(String name, @Nullable String type, Object file, byte[] bytes) {
    if (name.endsWith(HTML)) {
      try {
        String html = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        takePage(name.substring(0, name.length() - HTML.length()), file, html);
      } catch (CharacterCodingException e) {
        problems.add(file + ": is not UTF-8 text; ours is shown");
      }
    } else if (type != null) {
      assets.put(name, new Asset(type, bytes));
    }
  }

  private void takePage(String name, Object file, String html) {
    Matcher places = PLACE.matcher(html);
    while (places.find()) {
      if (!PLACES.contains(places.group(1))) {
        problems.add(
            "%s: {{%s}} is not known; ours is shown; allowed: %s"
                .formatted(
                    file, places.group(1), String.join(", ", PLACES.stream().sorted().toList())));
        return;
      }
    }
    if (html.isBlank()) {
      problems.add(file + ": is empty; ours is shown");
      return;
    }
    pages.put(name, name.equals("waiting") ? lookingAgain(html) : html);
  }

  /** A waiting page must turn into the app by itself. */
  private static String lookingAgain(String html) {
    String lower = html.toLowerCase(Locale.ROOT);
    if (lower.contains("http-equiv=\"refresh\"") || lower.contains("<script")) {
      return html;
    }
    int head = lower.indexOf("</head>");
    return head < 0 ? html + REFRESH : html.substring(0, head) + REFRESH + html.substring(head);
  }

  /** What cannot be used, for people. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** A style or an image by its path, {@code null} when there is none. */
  public @Nullable Asset asset(String path) {
    return path.startsWith(ASSETS) ? assets.get(path.substring(ASSETS.length())) : null;
  }

  /** The own page in place of our waiting page, {@code null} when ours is to be shown. */
  @Nullable Reply waiting(Map<String, String> values) {
    String page = pages.get("waiting");
    return page == null ? null : reply(200, page, values, "waking");
  }

  /** The own page in place of one of ours, {@code null} when ours is to be shown. */
  @Nullable Reply problem(Problem what, Map<String, String> values) {
    String code = what.code().wire();
    String page = pages.get(code);
    boolean needsButton = what.code() == ProblemCode.CLICK_NEEDED;
    if (page == null && !needsButton) {
      page = pages.getOrDefault(String.valueOf(what.code().status()), pages.get("error"));
    }
    return page == null
        ? null
        : reply(what.code().status(), page, values, code).withRetryAfter(what.retryAfter());
  }

  private static Reply reply(int status, String page, Map<String, String> values, String state) {
    String body =
        PLACE
            .matcher(page)
            .replaceAll(place ->
                Matcher.quoteReplacement(Html.escape(values.getOrDefault(place.group(1), ""))));
    return new Reply(status, "text/html; charset=utf-8", body, state, null, POLICY, null);
  }
}
