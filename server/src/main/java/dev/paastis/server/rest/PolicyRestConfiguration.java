// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * What the REST API says of when apps sleep. Expects an {@link dev.paastis.pause.Outlook} and a
 * {@link dev.paastis.server.policy.PolicyDesk} as beans.
 */
@Configuration(proxyBeanMethods = false)
@Import({ExplanationController.class, ForecastController.class})
public final class PolicyRestConfiguration {}
