// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.SignInLink;
import dev.paastis.server.access.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Makes sign-in links for the console. */
@RestController
@Tag(name = "Access", description = "Who may come in.")
final class SignInLinkController {
  private final Access access;

  SignInLinkController(Access access) {
    this.access = access;
  }

  @PostMapping("/api/v1/sign-in-links")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Make a sign-in link",
      description = "It opens the console in a browser once, within fifteen minutes.")
  SignInLink create() {
    Access.SignInCode code = access.createSignInCode(Access.LINK_LIFETIME);
    String base = ServletUriComponentsBuilder.fromCurrentContextPath().toUriString();
    return new SignInLink(base + code.path(), code.expiresAt());
  }
}
