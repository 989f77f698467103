// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The part of the REST API for gateways of their own process. Expects {@link RouteBook}, {@link
 * FarGateways}, {@link GatewayWakes} and the settings of all gateways as beans.
 */
@Configuration(proxyBeanMethods = false)
@Import(GatewayController.class)
public final class GatewayRestConfiguration {}
