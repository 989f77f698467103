// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paastis.app.EventType;
import dev.paastis.notice.Filter;
import dev.paastis.server.config.Configuration;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.config.HolidaysOnly;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schema says what the reader does: the same keys, bounds and defaults. */
class SchemaTest {
  private static final Path FILE = Path.of("/srv/paastis/paastis.yml");
  private static final JsonMapper JSON = new JsonMapper();

  /** Every mapping of the file: where the schema has it, and a file in which it stands. */
  enum Part {
    ROOT("", "{%s}"),
    GATEWAY("/properties/gateway", "gateway: {%s}"),
    HOLD("/properties/gateway/properties/hold", "gateway: {hold: {%s}}"),
    TLS("/properties/gateway/properties/tls", "gateway: {tls: {%s}}"),
    ACME(
        "/properties/gateway/properties/tls/properties/acme",
        "gateway: {tls: {acme: {terms-agreed: true, %s}}}"),
    FORWARD_AUTH(
        "/properties/gateway/properties/forward-auth",
        "gateway: {trusted-peers: [10.0.0.1], forward-auth: {%s}}"),
    ACCESS_LOG("/properties/gateway/properties/access-log", "gateway: {access-log: {%s}}"),
    METRICS("/properties/gateway/properties/metrics", "gateway: {metrics: {%s}}"),
    TRACES("/properties/gateway/properties/traces", "gateway: {traces: {%s}}"),
    CONSOLE("/properties/console", "console: {%s}"),
    ACCOUNT("/$defs/local-account", "accounts: [{name: a, %s}]"),
    APP(
        "/$defs/local-account/properties/apps/additionalProperties",
        "accounts: [{name: a, apps: {x: {command: [run], %s}}}]"),
    RULE("/properties/rules/items", "rules: [{pattern: x, %s}]"),
    WINDOW(
        "/properties/windows/items",
        "windows: [{name: w, zone: Europe/Paris, awake: daily 8:00-9:00, %s}]"),
    GROUP("/properties/groups/items", "groups: [{name: g, %s}]"),
    HOOK("/properties/hooks/items", "hooks: [{name: h, on: [after-wake], command: [run], %s}]"),
    CHANNEL("/properties/notifications/items", "notifications: [{name: n, kind: slack, %s}]"),
    SMTP("/properties/smtp", "smtp: {%s}"),
    IGNORE("/properties/ignore/items", "ignore: [{name: i, agents: [robot], %s}]"),
    ANSWER(
        "/properties/ignore/items/properties/answer",
        "ignore: [{name: i, agents: [robot], answer: {%s}}]");

    private final String pointer;
    private final String file;

    Part(String pointer, String file) {
      this.pointer = pointer;
      this.file = file;
    }

    JsonNode schema() {
      return SchemaTest.schema().at(pointer);
    }

    List<String> problemsOf(String body) {
      return catchThrowableOfType(
              ConfigurationException.class,
              () -> ConfigurationReader.parse(FILE, file.formatted(body), new HolidaysOnly()))
          .problems();
    }

    ObjectNode withDefaults(String required) {
      ObjectNode written = (ObjectNode) JSON.readTree(required);
      schema()
          .path("properties")
          .properties()
          .forEach(entry -> {
            if (entry.getValue().has("default")) {
              written.set(entry.getKey(), entry.getValue().get("default"));
            }
          });
      return written;
    }
  }

  @ParameterizedTest
  @EnumSource
  void key_is_in_the_schema_when_the_reader_knows_it(Part part) {
    String told = part.problemsOf("not-a-key: 1").getFirst();
    String allowed = told.substring(told.indexOf("allowed: ") + "allowed: ".length());

    assertThat(part.schema().path("properties").propertyNames())
        .containsExactlyInAnyOrder(allowed.split(", ", -1));
    assertThat(part.schema().path("additionalProperties").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void key_has_a_description_and_a_default_unless_it_is_required(Part part) {
    List<String> required =
        part.schema().path("required").valueStream().map(JsonNode::stringValue).toList();

    assertThat(part.schema().path("properties").properties())
        .allSatisfy(key -> {
          assertThat(key.getValue().path("description").asString()).isNotBlank();
          assertThat(key.getValue().has("default")).isNotEqualTo(required.contains(key.getKey()));
        });
  }

  @ParameterizedTest
  @EnumSource
  void number_has_the_bounds_of_the_reader(Part part) {
    assertThat(part.schema().path("properties").properties())
        .filteredOn(key -> key.getValue().has("minimum"))
        .allSatisfy(key -> {
          long least = key.getValue().get("minimum").longValue();
          long most = key.getValue().get("maximum").longValue();
          String rule = "must be a whole number from %d to %d".formatted(least, most);
          for (long wrong : new long[] {least - 1, most + 1}) {
            assertThat(part.problemsOf(key.getKey() + ": " + wrong))
                .anySatisfy(problem -> assertThat(problem).endsWith(rule));
          }
        });
  }

  @Test
  void types_of_events_are_those_that_there_are() {
    JsonNode events = Part.CHANNEL.schema().at("/properties/events");

    assertThat(texts(events.at("/items/enum")))
        .containsExactlyElementsOf(Arrays.stream(EventType.values()).map(EventType::wire).toList());
    assertThat(texts(events.at("/default")))
        .containsExactlyInAnyOrderElementsOf(Filter.USUAL.stream().map(EventType::wire).toList());
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void default_written_out_changes_nothing() {
    ObjectNode root = Part.ROOT.withDefaults("{}");
    root.remove("wakes-per-hour"); // written, they count for each app as well
    root.remove("wakes-per-day");
    root.remove("busy");
    root.set("gateway", Part.GATEWAY.withDefaults("{}").set("hold", Part.HOLD.withDefaults("{}")));
    root.set("console", Part.CONSOLE.withDefaults("{}"));
    ObjectNode account = Part.ACCOUNT.withDefaults("{\"name\": \"a\"}");
    ObjectNode app = Part.APP.withDefaults("{\"command\": [\"run\"]}");
    app.remove("idle-timeout"); // written, they go before every rule
    app.remove("wakes-per-hour");
    account.set("apps", JSON.createObjectNode().set("x", app));
    root.set("accounts", JSON.createArrayNode().add(account));

    assertThat(read(root.toString()))
        .isEqualTo(
            read(
                """
                gateway: {port: 8080}
                console: {port: 9080}
                accounts: [{name: a, apps: {x: {command: [run]}}}]
                """));
  }

  @Test
  void demo_uses_known_keys_only(@TempDir Path home) throws Exception {
    Configuration demo = read(DemoFile.text("30s", home, ""));

    assertThat(demo.apps()).hasSize(5);
  }

  @Test
  void command_prints_the_schema() throws Exception {
    assertThat(JSON.readTree(SchemaCommand.text()).path("$schema").stringValue())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
  }

  private static Configuration read(String text) {
    return ConfigurationReader.parse(FILE, text, new HolidaysOnly());
  }

  private static JsonNode schema() {
    try {
      return JSON.readTree(SchemaCommand.text());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
