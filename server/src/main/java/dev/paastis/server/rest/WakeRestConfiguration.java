// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The part of the REST API on wakes and on requests that wake nothing. Expects the log of wakes,
 * their causes, the ignore rules and their proposals as beans.
 */
@Configuration(proxyBeanMethods = false)
@Import({WakeController.class, IgnoreController.class})
public final class WakeRestConfiguration {}
