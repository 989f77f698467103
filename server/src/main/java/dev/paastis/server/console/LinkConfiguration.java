// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The page of links in messages. Expects {@link dev.paastis.notice.link.LinkTokens} and {@link
 * UsedLinks} as beans.
 */
@Configuration(proxyBeanMethods = false)
@Import(LinkController.class)
public final class LinkConfiguration {}
