// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.DurationText;
import dev.paastis.api.IgnoreProposalView;
import dev.paastis.api.IgnoreRuleView;
import dev.paastis.gateway.route.IgnoreRules.Answer;
import dev.paastis.gateway.route.IgnoreRules.Rule;
import dev.paastis.policy.NamePattern;
import dev.paastis.server.wakes.IgnoreDesk.Item;
import dev.paastis.server.wakes.IgnoreDesk.Source;
import dev.paastis.server.wakes.Proposals.Proposal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns ignore rules into what the wire shows of them, and into the words of the file. */
final class IgnoreViews {
  private IgnoreViews() {}

  static IgnoreRuleView of(Item item) {
    Rule rule = item.rule();
    return new IgnoreRuleView(
        item.name(),
        item.source().name().toLowerCase(Locale.ROOT),
        rule == null ? List.of() : rule.agents(),
        rule == null ? List.of() : rule.paths(),
        rule == null ? List.of() : rule.prefixes(),
        rule == null ? List.of() : rule.addresses(),
        rule == null ? null : text(rule.apps()),
        rule == null ? null : answer(rule.answer()),
        item.changedAt(),
        item.changedBy(),
        item.problem());
  }

  static IgnoreProposalView of(Proposal proposal) {
    Rule rule = proposal.rule();
    return new IgnoreProposalView(
        proposal.id(),
        of(new Item(rule.name(), Source.PERSON, rule, null, null, null)),
        proposal.why(),
        proposal.tally().apps(),
        proposal.tally().wakes(),
        proposal.tally().alone(),
        DurationText.format(proposal.tally().awakeAlone()));
  }

  /** A rule in the words of the file. */
  static Map<String, Object> words(Rule rule) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("name", rule.name());
    words.put("agents", rule.agents());
    words.put("paths", rule.paths());
    words.put("prefixes", rule.prefixes());
    words.put("addresses", rule.addresses());
    String apps = text(rule.apps());
    if (apps != null) {
      words.put("apps", apps);
    }
    words.put("answer", words(rule.answer()));
    return words;
  }

  private static Map<String, Object> words(Answer answer) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("status", answer.status());
    words.put("body", answer.body());
    words.put("content-type", answer.contentType());
    Duration retry = answer.retryAfter();
    if (retry != null) {
      words.put("retry-after", DurationText.format(retry));
    }
    return words;
  }

  private static IgnoreRuleView.Answer answer(Answer answer) {
    Duration retry = answer.retryAfter();
    return new IgnoreRuleView.Answer(
        answer.status(),
        answer.body(),
        answer.contentType(),
        retry == null ? null : DurationText.format(retry));
  }

  private static @Nullable String text(@Nullable NamePattern pattern) {
    return pattern == null ? null : pattern.toString();
  }
}
