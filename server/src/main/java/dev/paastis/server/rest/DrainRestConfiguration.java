// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The part of the REST API about log drains, and where their lines arrive. Expects {@link
 * dev.paastis.server.drain.Drains} as a bean.
 */
@Configuration(proxyBeanMethods = false)
@Import({DrainController.class, DrainIntakeController.class})
public final class DrainRestConfiguration {}
