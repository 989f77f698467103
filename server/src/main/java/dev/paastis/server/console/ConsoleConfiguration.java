// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import org.springframework.context.annotation.Configuration;

/** The console. */
@Configuration(proxyBeanMethods = false)
public class ConsoleConfiguration {}
