// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Hands what a filter or the container refused to the one mapper. */
@Controller
final class ErrorPage implements ErrorController {
  private final ProblemMapper mapper;

  ErrorPage(ProblemMapper mapper) {
    this.mapper = mapper;
  }

  @RequestMapping("/error")
  @Nullable ModelAndView error(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return mapper.status(
        status instanceof Integer code ? code : 404,
        path == null ? request.getRequestURI() : path.toString(),
        request,
        response);
  }
}
