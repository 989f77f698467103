// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.described;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.DiscoveredApp.Trait;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a platform's words, and what is not taken for any. */
class DescriptionsTest {
  private final Descriptions descriptions = descriptions("by-scheme");

  @Test
  void fields_unknown_or_null_are_passed_over() {
    String list =
        """
        {"apps":[
          {"ref":"a","name":null,"state":"stopped","hosts":null,"formation":null,"upstream":null,
           "review":null,"production":true,"static":true,"new":{"x":[1]},"labels":{"team":"web","n":3}},
          {"ref":"b","state":"crashed","tail":7,"exitCode":"x","hosts":["A.example", 3, " ", "http://x/"]},
          {"ref":"c","state":"gone"}
        ],"next":null}\
        """;

    assertThat(done(descriptions.list(list)))
        .containsExactly(
            new DiscoveredApp(
                "a",
                "a",
                List.of(),
                new AppStatus.Stopped(Formation.EMPTY),
                Set.of(Trait.PRODUCTION, Trait.STATIC),
                Map.of("team", "web")),
            new DiscoveredApp(
                "b", "b", List.of("a.example"), new AppStatus.Crashed(null, "", Formation.EMPTY)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"state\":\"stopped\"}",
        "{\"ref\":\"..\",\"state\":\"stopped\"}",
        "{\"ref\":\"a\\u0000b\",\"state\":\"stopped\"}",
        "{\"ref\":7,\"state\":\"stopped\"}",
        "{\"ref\":\"a\",\"state\":\"asleep\"}",
        "{\"ref\":\"a\"}",
        "{\"ref\":\"a\",\"state\":\"running\"}",
        "{\"ref\":\"a\",\"state\":\"stopped\",\"formation\":\"x\"}",
        "null"
      })
  void one_entry_without_sense_makes_the_list_unknown(String entry) {
    String list = "{\"apps\":[{\"ref\":\"ok\",\"state\":\"stopped\"}," + entry + "]}";

    assertThat(descriptions.list(list)).isInstanceOf(CallOutcome.Unknown.class);
  }

  @Test
  void app_told_twice_makes_the_list_unknown() {
    String app = "{\"ref\":\"a\",\"state\":\"stopped\"}";

    assertThat(descriptions.list("{\"apps\":[" + app + "," + app + "]}"))
        .isEqualTo(CallOutcome.unknown("the list has app 'a' twice"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://10.0.0.7:3000, by-scheme, http://10.0.0.7:3000",
    "http://app.internal, no, http://app.internal:80",
    "HTTPS://App.example.com/, by-scheme, https://App.example.com:443",
    "https://app.example.com, no, https://app.example.com:443#visitors-host",
    "http://[::1]:8080, yes, http://[::1]:8080#own-host"
  })
  void upstream_is_read_with_the_host_that_it_needs(String said, String ownHost, String meant) {
    String text = "{\"state\":\"starting\",\"upstream\":\"" + said + "\"}";

    assertThat(done(descriptions(ownHost).status("a", text)))
        .isEqualTo(new AppStatus.Starting(Upstream.parse(meant), Formation.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.7:3000",
        "ftp://app",
        "http://app:0",
        "http://app:99999",
        "http://app/path",
        "http://me@app",
        "http://app?x",
        "http:// app"
      })
  void upstream_without_sense_is_told(String said) {
    String text = "{\"state\":\"running\",\"upstream\":\"" + said + "\"}";

    assertThat(descriptions.status("a", text))
        .isInstanceOfSatisfying(
            CallOutcome.Unknown.class,
            outcome -> assertThat(outcome.cause()).contains("'upstream' of app 'a'", said));
  }

  @Test
  void formation_comes_back_as_it_was_said_whatever_its_order() {
    String said = "{\"b\":[1.10,1e400,\"\\u0000é\"],\"a\":{\"y\":null,\"x\":12345678901234567890}}";
    String other =
        "{ \"a\": {\"x\":12345678901234567890,\"y\":null}, \"b\":[1.10,1e400,\"\\u0000é\"] }";

    Formation formation = formation(said);
    assertThat(formation).isEqualTo(formation(other));
    assertThat(Formations.write(formation))
        .contains("1.10", "1E+400", "12345678901234567890", "\\u0000é");
    assertThat(formation(Formations.write(formation))).isEqualTo(formation);
  }

  @Test
  void formation_beyond_the_bound_is_told() {
    String text = "{\"state\":\"stopped\",\"formation\":{\"a\":\"" + "x".repeat(70_000) + "\"}}";

    assertThat(descriptions.status("a", text)).isInstanceOf(CallOutcome.Unknown.class);
  }

  private Formation formation(String json) {
    String text = "{\"state\":\"stopped\",\"formation\":" + json + "}";
    AppStatus status = done(descriptions.status("a", text));
    assertThat(status).isInstanceOf(AppStatus.Stopped.class);
    return ((AppStatus.Stopped) status).formation();
  }

  private static Descriptions descriptions(String ownHost) {
    return new Descriptions(Facing.of(new AccountSettings(Map.of("own-host", ownHost), Map.of())));
  }

  private static <T> T done(CallOutcome<T> outcome) {
    if (outcome instanceof CallOutcome.Done<T>(T value)) {
      return value;
    }
    throw new AssertionError("not done but " + outcome);
  }
}
