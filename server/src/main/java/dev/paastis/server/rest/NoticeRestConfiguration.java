// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The part of the REST API about hooks and messages. Expects a {@link dev.paastis.notice.Courier},
 * an {@link dev.paastis.notice.Outbox} and {@link HookList} as beans.
 */
@Configuration(proxyBeanMethods = false)
@Import({NoticeController.class, DeliveryController.class})
public final class NoticeRestConfiguration {}
