// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.provider.Setting;
import dev.paastis.server.config.Configuration.AccountEntry;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.config.HolidaysOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schema says of accounts what the kinds of platforms and the reader say. */
class AccountSchemaTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SECRET = "#/$defs/secret";
  private static final String URL = "#/$defs/url";

  @TempDir Path folder;

  @BeforeEach
  void credential() throws IOException {
    Files.writeString(folder.resolve("token"), "t0ken\n");
  }

  static Stream<ProviderKind> kinds() {
    return ProviderKinds.load().all().stream();
  }

  @Test
  void provider_is_any_kind_that_there_is() {
    List<String> names =
        Stream.concat(kinds().map(ProviderKind::name), Stream.of("local")).toList();
    JsonNode account = schema("/properties/accounts/items");

    assertThat(texts(account.at("/properties/provider/enum")))
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(account.path("allOf").valueStream())
        .allSatisfy(branch ->
            assertThat(branch.at("/then/$ref").stringValue())
                .isEqualTo(
                    "#/$defs/%s-account"
                        .formatted(branch.at("/if/properties/provider/const").stringValue())))
        .extracting(branch -> branch.at("/if/properties/provider/const").stringValue())
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void key_is_in_the_schema_when_the_reader_knows_it(ProviderKind kind) {
    String told =
        problemsOf(minimal(kind).put("not-a-key", 1)).stream()
            .filter(problem -> problem.contains("not-a-key"))
            .findFirst()
            .orElseThrow();
    String allowed = told.substring(told.indexOf("allowed: ") + "allowed: ".length());

    assertThat(of(kind).path("properties").propertyNames())
        .containsExactlyInAnyOrder(allowed.split(", ", -1));
    assertThat(of(kind).path("additionalProperties").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void setting_is_told_as_its_kind_tells_it(ProviderKind kind) {
    List<String> required = new ArrayList<>(List.of("name", "provider"));
    for (Setting setting : kind.settings()) {
      JsonNode told = of(kind).path("properties").path(setting.name());

      assertThat(told.path("description").asString("")).isEqualTo(setting.help());
      assertThat(told.path("default").asString(null)).isEqualTo(setting.otherwise());
      assertThat(texts(told.path("enum"))).isEqualTo(setting.allowed());
      assertThat(told.path("$ref").asString(""))
          .isEqualTo(
              switch (setting.type()) {
                case SECRET -> SECRET;
                case URL -> URL;
                case TEXT -> "";
              });
      if (setting.required()) {
        required.add(setting.name());
      }
    }
    assertThat(texts(of(kind).path("required"))).isEqualTo(required);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void region_is_one_of_the_kinds(ProviderKind kind) {
    JsonNode region = of(kind).at("/properties/region");

    assertThat(texts(region.path("enum"))).isEqualTo(kind.regions());
    assertThat(region.path("default").asString("")).isEqualTo(kind.usualRegion());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void default_written_out_changes_nothing(ProviderKind kind) {
    ObjectNode written = minimal(kind);
    for (var key : of(kind).path("properties").properties()) {
      String ref = key.getValue().path("$ref").asString("");
      JsonNode told =
          ref.isEmpty() ? key.getValue() : merged(key.getValue(), schema(ref.substring(1)));
      if (told.has("default")) {
        written.set(key.getKey(), told.get("default"));
      }
    }

    assertThat(read(written)).isEqualTo(read(minimal(kind)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${PATH}",
        "file:token",
        "t0ken",
        "$PATH",
        "${}",
        "${A B}",
        "${1A}",
        "${PATH} and more",
        "FILE:token"
      })
  void credential_is_refused_by_schema_and_reader_alike(String text) {
    ObjectNode account = minimal(heroku()).put("token", text);

    assertThat(matches(SECRET, text))
        .isEqualTo(
            problemsOf(account).stream().noneMatch(each -> each.contains("is a credential")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com",
        "http://127.0.0.1:8080/v1",
        "ftp://api.example.com",
        "api.example.com",
        "HTTPS://api.example.com",
        "https:///v1"
      })
  void address_is_refused_by_schema_and_reader_alike(String text) {
    ObjectNode account = minimal(heroku()).put("api-url", text);

    assertThat(matches(URL, text)).isEqualTo(problemsOf(account).isEmpty());
  }

  private static ProviderKind heroku() {
    return ProviderKinds.load().find("heroku").orElseThrow();
  }

  /** An account with what it cannot do without. */
  private static ObjectNode minimal(ProviderKind kind) {
    ObjectNode account = JSON.createObjectNode().put("name", "a").put("provider", kind.name());
    kind.settings().stream()
        .filter(Setting::required)
        .forEach(setting ->
            account.put(
                setting.name(),
                switch (setting.type()) {
                  case SECRET -> "file:token";
                  case URL -> "https://api.example.com";
                  case TEXT -> "text";
                }));
    return account;
  }

  private AccountEntry read(ObjectNode account) {
    JsonNode file = JSON.createObjectNode().set("accounts", JSON.createArrayNode().add(account));
    return ConfigurationReader.parse(
            folder.resolve("paastis.yml"), file.toString(), new HolidaysOnly())
        .accounts()
        .getFirst();
  }

  private List<String> problemsOf(ObjectNode account) {
    ConfigurationException told =
        catchThrowableOfType(ConfigurationException.class, () -> read(account));
    return told == null ? List.of() : told.problems();
  }

  private static boolean matches(String ref, String text) {
    return Pattern.compile(schema(ref.substring(1)).path("pattern").stringValue())
        .matcher(text)
        .find();
  }

  private static JsonNode of(ProviderKind kind) {
    return schema("/$defs/" + kind.name() + "-account");
  }

  private static JsonNode merged(JsonNode own, JsonNode shared) {
    ObjectNode both = ((ObjectNode) shared).deepCopy();
    own.properties().forEach(entry -> both.set(entry.getKey(), entry.getValue()));
    return both;
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::stringValue).toList();
  }

  private static JsonNode schema(String pointer) {
    try {
      return JSON.readTree(SchemaCommand.text()).at(pointer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
