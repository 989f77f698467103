// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ErrorCode;
import dev.paastis.server.drain.BoundedBody;
import dev.paastis.server.drain.Drain;
import dev.paastis.server.drain.Drains;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes the lines of log drains. The token in the path is all that the sender needs. */
@RestController
@Hidden
final class DrainIntakeController {
  private static final String LOGPLEX = "application/logplex-1";

  private final Drains drains;

  DrainIntakeController(Drains drains) {
    this.drains = drains;
  }

  @PostMapping("/drains/{token}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void take(@PathVariable String token, HttpServletRequest request) throws IOException {
    Drain drain =
        drains
            .find(token)
            .orElseThrow(
                () -> new ProblemException(ErrorCode.NOT_FOUND, "there is no drain of that token"));
    String type = request.getContentType();
    boolean counted = type != null && type.startsWith(LOGPLEX);
    try {
      var _ = drains.take(drain, new BoundedBody(request.getInputStream()), counted);
    } catch (BoundedBody.TooLargeException e) {
      throw new ProblemException(
          ErrorCode.BODY_TOO_LARGE, e.getMessage() + "; send fewer lines at once");
    }
  }
}
