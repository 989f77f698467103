// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test on the whole product: real processes, a real database, real sockets. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("e2e")
@ExtendWith(ShowsOutput.class)
public @interface EndToEnd {}
