// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ApiLimit;
import dev.paastis.rest.Metering;
import dev.paastis.rest.RestRequest;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which limit a request falls under. */
final class RenderLimits {
  private static final String SOURCE = "https://api-docs.render.com/reference/rate-limiting";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Pattern OF_A_SERVICE =
      Pattern.compile("/services/([^/?]+)(|/suspend|/resume|/deploys)");

  static final ApiLimit READS = ApiLimit.window("reads", 400, MINUTE, SOURCE);
  static final ApiLimit WRITES = ApiLimit.window("writes", 30, MINUTE, SOURCE);
  static final ApiLimit SERVICE = ApiLimit.window("service", 10, MINUTE, SOURCE);

  private RenderLimits() {}

  static Metering metering(ApiBudget budget) {
    return new Metering(
        budget,
        request -> List.of(limit(request)),
        answer -> Metering.read(answer, "RateLimit-Remaining"));
  }

  private static ApiLimit limit(RestRequest request) {
    if (request.method().equals("GET")) {
      return READS;
    }
    Matcher service = OF_A_SERVICE.matcher(request.path());
    return service.matches() ? SERVICE.of(service.group(1)) : WRITES;
  }
}
