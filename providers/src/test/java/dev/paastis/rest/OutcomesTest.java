// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomesTest {
  @ParameterizedTest
  @EnumSource(names = {"UNAUTHORIZED", "FORBIDDEN", "ADDRESS_REFUSED", "RATE_LIMITED"})
  void question_refused_after_an_order_leaves_its_end_unknown(Refusal.Kind kind) {
    assertThat(Outcomes.ordered("the stop was accepted", CallOutcome.refused(kind, "not you")))
        .isEqualTo(CallOutcome.unknown("the stop was accepted, but its end is not known: not you"));
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_FOUND", "CRASHED", "INVALID", "QUOTA"})
  void end_of_an_order_that_is_told_stands(Refusal.Kind kind) {
    CallOutcome<String> told = CallOutcome.refused(kind, "no");

    assertThat(Outcomes.ordered("the stop was accepted", told)).isSameAs(told);
  }
}
