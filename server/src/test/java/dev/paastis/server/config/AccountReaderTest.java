// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paastis.provider.Secret;
import dev.paastis.server.config.Configuration.AccountEntry;
import dev.paastis.server.config.Configuration.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountReaderTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", " t0ken ", "EMPTY", " ");

  @TempDir Path folder;

  @Test
  void account_of_a_platform_is_read_with_what_holds_where_nothing_is_said() {
    AccountEntry account =
        read("{name: team, provider: heroku, region: eu, token: '${TOKEN}', team: acme}");
    Platform platform = account.platform().orElseThrow();

    assertThat(account.provider()).isEqualTo("heroku");
    assertThat(account.region()).isEqualTo("eu");
    assertThat(account.apps()).isEmpty();
    assertThat(platform.settings().requiredText("team")).isEqualTo("acme");
    assertThat(platform.settings().requiredText("api-url")).isEqualTo("https://api.heroku.com");
    assertThat(platform.imports()).isEmpty();
    assertThat(platform.production()).isFalse();
  }

  @Test
  void region_left_out_is_the_usual_one() {
    assertThat(read("{name: a, provider: scalingo, token: '${TOKEN}'}").region())
        .isEqualTo("osc-fr1");
    assertThat(read("{name: a, provider: docker}").region()).isEmpty();
  }

  @Test
  void credential_comes_from_the_environment() {
    assertThat(token("${TOKEN}")).isEqualTo(new Secret("t0ken"));
  }

  @Test
  void credential_comes_from_a_file_beside_this_one_or_anywhere() throws IOException {
    Path file = Files.writeString(folder.resolve("heroku-token"), "of-a-file\n");

    assertThat(token("file:heroku-token")).isEqualTo(new Secret("of-a-file"));
    assertThat(token("file:" + file)).isEqualTo(new Secret("of-a-file"));
  }

  private Secret token(String said) {
    return read("{name: a, provider: heroku, token: '" + said + "'}")
        .platform()
        .orElseThrow()
        .settings()
        .requiredSecret("token");
  }

  @Test
  void credential_written_out_is_refused_and_not_repeated() {
    assertThat(problemsOf("{name: a, provider: heroku, token: HRKU-1234}"))
        .singleElement()
        .asString()
        .startsWith("paastis.yml:1: accounts[0].token: is a credential")
        .contains("${NAME}", "file:PATH")
        .doesNotContain("HRKU-1234");
  }

  @Test
  void credential_that_is_not_where_it_should_be_is_told() throws IOException {
    Files.writeString(folder.resolve("blank"), "\n");

    assertThat(problemsOf("{name: a, provider: heroku, token: '${NOWHERE}'}"))
        .containsExactly(
            "paastis.yml:1: accounts[0].token: the environment variable NOWHERE is not set");
    assertThat(problemsOf("{name: a, provider: heroku, token: '${EMPTY}'}"))
        .containsExactly(
            "paastis.yml:1: accounts[0].token: the environment variable EMPTY is not set");
    assertThat(problemsOf("{name: a, provider: heroku, token: file:nowhere}"))
        .singleElement()
        .asString()
        .endsWith("nowhere cannot be read");
    assertThat(problemsOf("{name: a, provider: heroku, token: file:blank}"))
        .singleElement()
        .asString()
        .endsWith("blank is empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "provider: heroku | token: is missing; what 'heroku authorizations:create",
        "provider: heroku, token: '${TOKEN}', tokn: x | tokn: is not a key here; allowed: api-url,"
            + " dry-run, idle-timeout, import, name, production, provider, region, router-url, team, token",
        "provider: heroku, token: '${TOKEN}', apps: {} | apps: is not a key here",
        "provider: heroku, token: '${TOKEN}', region: mars | region: 'mars' is not known; allowed:"
            + " eu, us",
        "provider: heroku, token: '${TOKEN}', api-url: nowhere | api-url: 'nowhere' is not an"
            + " address",
        "provider: heroku, token: '${TOKEN}', production: maybe | production: 'maybe' is not known;"
            + " allowed: false, true",
        "provider: heroku, token: '${TOKEN}', import: ['('] | import: '(' is not a regular"
            + " expression: Unclosed group",
        "provider: heroku, token: '${TOKEN}', import: review | import: must be a list",
        "provider: docker, mode: freeze | mode: 'freeze' is not known; allowed: stop, pause",
        "import: [x] | import: is not a key here; allowed: apps, dry-run, idle-timeout, name, provider, region",
      })
  void mistake_is_told_with_line_key_and_rule(String account, String problem) {
    assertThat(problemsOf("{name: a, " + account + "}"))
        .singleElement()
        .asString()
        .startsWith("paastis.yml:1: accounts[0]." + problem);
  }

  @Test
  void imports_are_patterns_and_groups_may_then_name_apps_to_come() {
    Configuration configuration =
        parse(
            """
            accounts: [{name: a, provider: docker, import: ['review-.*', shop], production: true}]
            groups: [{name: g, members: [shop, review-7]}]
            """);
    Platform platform = configuration.accounts().getFirst().platform().orElseThrow();

    assertThat(platform.imports())
        .extracting(Object::toString)
        .containsExactly("review-.*", "shop");
    assertThat(platform.production()).isTrue();
    assertThat(configuration.policies().groups().getFirst().members())
        .extracting(Policies.Member::app)
        .containsExactly("shop", "review-7");
  }

  @Test
  void two_accounts_of_one_name_are_a_mistake_whatever_their_platforms() {
    assertThat(problemsOf("{name: a, provider: docker}, {name: a}"))
        .containsExactly(
            "paastis.yml:1: accounts[1].name: 'a' is the name of another account already");
  }

  private AccountEntry read(String account) {
    return parse("accounts: [" + account + "]").accounts().getFirst();
  }

  private List<String> problemsOf(String accounts) {
    return catchThrowableOfType(
            ConfigurationException.class, () -> parse("accounts: [" + accounts + "]"))
        .problems();
  }

  private Configuration parse(String text) {
    return ConfigurationReader.parse(
        folder.resolve("paastis.yml"), text, ENVIRONMENT, new HolidaysOnly());
  }
}
