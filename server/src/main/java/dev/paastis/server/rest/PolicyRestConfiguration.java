// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.server.policy.PolicyDesk;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the REST API says of when apps sleep. Expects an {@link dev.paastis.pause.Outlook} and a
 * {@link PolicyDesk} as beans.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  ExplanationController.class,
  ForecastController.class,
  RuleController.class,
  WindowController.class,
  GroupController.class
})
public final class PolicyRestConfiguration {
  @Bean
  PolicyShelf policyShelf(PolicyDesk desk, JsonMapper json) {
    return new PolicyShelf(desk, json);
  }
}
