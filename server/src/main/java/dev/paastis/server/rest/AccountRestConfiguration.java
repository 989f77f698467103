// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The accounts' part of the REST API, with what is production of them. Expects an {@link
 * AccountDesk}, {@link AccountViews}, {@link ProductionMarks} and the provider kinds as beans.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  AccountController.class,
  FoundAppController.class,
  ProviderController.class,
  ProtectionController.class
})
public final class AccountRestConfiguration {}
