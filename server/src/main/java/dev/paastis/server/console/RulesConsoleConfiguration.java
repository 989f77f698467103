// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.app.AppDirectory;
import dev.paastis.server.policy.PolicyDesk;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The console's page of rules. Expects the console and a {@link PolicyDesk} as beans. */
@Configuration(proxyBeanMethods = false)
@Import({RulesController.class, PolicyFormController.class})
public final class RulesConsoleConfiguration {
  @Bean
  RulesBoard rulesBoard(PolicyDesk desk, AppDirectory directory, InstantSource clock) {
    return new RulesBoard(desk, directory, new WindowAhead(clock));
  }

  @Bean
  PolicyPreviews policyPreviews(PolicyDesk desk, InstantSource clock, JsonMapper json) {
    return new PolicyPreviews(desk, new WindowAhead(clock), json);
  }
}
