// SPDX-License-Identifier: AGPL-3.0-or-later
/** Senders: chats, mail, signed webhooks, programs. */
@NullMarked
package dev.paastis.notice.send;

import org.jspecify.annotations.NullMarked;
