// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUrlTest {
  @ParameterizedTest
  @CsvSource({
    "postgres://ann:s%40cret+1@db.example:5433/paastis?sslmode=require",
    "postgresql://ann:s%40cret+1@db.example:5433/paastis?sslmode=require",
    "jdbc:postgresql://db.example:5433/paastis?user=ann&password=s%40cret+1&sslmode=require"
  })
  void all_three_forms_say_the_same(String text) {
    DatabaseUrl url = DatabaseUrl.parse(text);

    assertThat(url.jdbcUrl())
        .isEqualTo("jdbc:postgresql://db.example:5433/paastis?sslmode=require");
    assertThat(url.dataSource().getUser()).isEqualTo("ann");
    assertThat(url.dataSource().getPassword()).isEqualTo("s@cret+1");
    assertThat(url.hosts()).isEqualTo("db.example:5433");
    assertThat(url).hasToString("postgres://ann@db.example:5433/paastis");
  }

  @Test
  void port_password_and_parameters_may_be_left_out() {
    DatabaseUrl url = DatabaseUrl.parse("postgres://ann@[::1]/paastis");

    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]/paastis?");
    assertThat(url.dataSource().getPassword()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://ann:s3cret@host/db",
        "postgres://ann:s3cret@host",
        "jdbc:postgresql:db?password=s3cret",
        "postgres://ann:s3cret%zz@host/db",
        "host=db password=s3cret",
        ""
      })
  void anything_else_is_refused_without_showing_the_password(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret")
        .hasMessageStartingWith("the database address");
  }
}
