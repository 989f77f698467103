// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.paastis.conformance.Boot;
import dev.paastis.conformance.Feature;
import dev.paastis.conformance.Platform;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind.Surroundings;
import dev.paastis.provider.Secret;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Commands that keep each app as a line of JSON in a file of its own, as the suite drives them. */
final class ShellRig implements Platform {
  private static final String SECRET = "s3same-open";
  private static final String RICH = "{\"size\":\"M\",\"web\":2}";

  private static final String LIST =
      "printf '{\"apps\":['; cat ./*.json | paste -sd, -; printf ']}'";
  private static final String STATUS =
      """
      cat "./$PAASTIS_REF.json" 2>/dev/null || echo '{"state":"gone"}'\
      """;

  /** One order at a time, as systemd and the like have it. */
  private static final String WAKE =
      """
      mkdir -p locks; exec 9>"locks/$PAASTIS_REF"; flock 9
      file=./$PAASTIS_REF.json
      test -e "$file" || { echo '{"state":"gone"}'; exit; }
      grep -q '"state":"running"' "$file" || echo started >>starts
      formation=$PAASTIS_FORMATION
      test "$formation" != '{}' || formation=$(sed 's/.*"formation":\\(.*\\)}$/\\1/' "$file")
      name=$(sed 's/.*"name":"\\([^"]*\\)".*/\\1/' "$file")
      state=$(cat "./$PAASTIS_REF.boot" 2>/dev/null || echo running)
      printf '{"ref":"%s","name":"%s","state":"%s","upstream":"http://127.0.0.1:4711","formation":%s}\\n' \
        "$PAASTIS_REF" "$name" "$state" "$formation" >"$file.new"
      mv "$file.new" "$file"
      """;

  private static final String SLEEP =
      """
      file=./$PAASTIS_REF.json
      test -e "$file" || { echo '{"state":"gone"}'; exit; }
      test ! -e "./$PAASTIS_REF.endless" || exit 0
      sed 's/"state":"[a-z]*"/"state":"stopped"/' "$file" >"$file.new"
      mv "$file.new" "$file"
      """;

  private final Path folder;
  private final int apps;
  private final Provider provider;

  ShellRig(int apps) throws IOException {
    this.apps = apps;
    folder = Files.createTempDirectory("paastis-shell");
    for (int i = 0; i < apps; i++) {
      write("app-" + i + ".json", i % 2 == 0 ? "running" : "stopped", "app-" + i);
    }
    provider =
        new ShellKind()
            .open(
                "",
                new AccountSettings(
                    Map.of("list", LIST, "status", STATUS, "wake", WAKE, "sleep", SLEEP),
                    Map.of("secret", new Secret(SECRET))),
                new Surroundings(
                    Ticker.system(), InstantSource.system(), ApiBudget.UNLIMITED, folder));
  }

  private void write(String file, String state, String ref) throws IOException {
    Files.writeString(
        folder.resolve(file),
        """
        {"ref":"%s","name":"%s","state":"%s","upstream":"http://127.0.0.1:4711","formation":%s}
        """
            .formatted(ref, ref, state, RICH));
  }

  @Override
  public Map<Feature, String> lacks() {
    Map<Feature, String> lacks = new EnumMap<>(Feature.class);
    lacks.put(Feature.NETWORK, "commands run on the engine's machine");
    lacks.put(Feature.RATE_LIMIT, "commands have no limit but the machine's");
    lacks.put(Feature.CREDENTIALS, "what a secret is for is the commands' affair");
    lacks.put(Feature.RESTRICTED_CREDENTIALS, "what a secret is for is the commands' affair");
    lacks.put(Feature.EXPIRING_CREDENTIALS, "what a secret is for is the commands' affair");
    lacks.put(Feature.CLOCK, "commands run on the engine's machine, by its clock");
    lacks.put(Feature.CALL_COUNT, "nobody counts commands");
    lacks.put(Feature.REFUSED_START, "no exit code is about money");
    lacks.put(Feature.PARTIAL_START, "commands tell one state of an app");
    return lacks;
  }

  @Override
  public String kind() {
    return "shell";
  }

  @Override
  public Provider provider() {
    return provider;
  }

  @Override
  public Ticker ticker() {
    return Ticker.system();
  }

  @Override
  public Duration slack() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(2);
  }

  @Override
  public List<String> secrets() {
    return List.of(SECRET);
  }

  @Override
  public int apps() {
    return apps;
  }

  @Override
  public String awake() {
    return "app-0";
  }

  @Override
  public String asleep() {
    return "app-1";
  }

  @Override
  public String name(String ref) {
    return read(ref + ".json").replaceFirst("(?s).*\"name\":\"([^\"]*)\".*", "$1");
  }

  @Override
  public boolean answers(String ref) {
    return read(ref + ".json").contains("\"state\":\"running\"");
  }

  @Override
  public long starts() {
    return read("starts").lines().count();
  }

  @Override
  public void changeFormation(String ref) {
    replace(ref, RICH, "{\"web\":9}");
  }

  @Override
  public void startByHand(String ref) {
    replace(ref, "\"stopped\"", "\"running\"");
  }

  @Override
  public void stopByHand(String ref) {
    replace(ref, "\"running\"", "\"stopped\"");
  }

  @Override
  public void rename(String ref, String name) {
    replace(ref, "\"name\":\"" + ref, "\"name\":\"" + name);
  }

  @Override
  public void transfer(String ref) {
    delete(ref);
  }

  @Override
  public void delete(String ref) {
    remove(folder.resolve(ref + ".json"));
  }

  @Override
  public void boot(String ref, Boot how) {
    switch (how) {
      case SUCCEEDS -> remove(folder.resolve(ref + ".boot"));
      case FAILS -> put(ref + ".boot", "crashed");
      case NEVER_ENDS -> put(ref + ".boot", "starting");
    }
  }

  @Override
  public void neverStop(String ref) {
    put(ref + ".endless", "");
  }

  private void replace(String ref, String text, String by) {
    put(ref + ".json", read(ref + ".json").replace(text, by));
  }

  private String read(String file) {
    Path path = folder.resolve(file);
    try {
      return Files.exists(path) ? Files.readString(path, UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    provider.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(ShellRig::remove);
    }
  }
}
