// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.Problem;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Says in the OpenAPI document what holds for every operation: tokens, problems, keys. */
final class ApiDocumentation implements OpenApiCustomizer {
  private static final String SCHEME = "token";

  @Override
  public void customise(OpenAPI api) {
    api.info(
            new Info()
                .title("Paastis")
                .version("1")
                .description(
                    "Puts idle apps to sleep and wakes them on the next request. Times are ISO 8601"
                        + " in UTC, durations read 90s, 15m or 2h, errors are RFC 9457 problem"
                        + " details with a stable code.")
                .license(new License().name("AGPL-3.0-or-later").identifier("AGPL-3.0-or-later")))
        .servers(List.of(new Server().url("/")))
        .addSecurityItem(new SecurityRequirement().addList(SCHEME));
    api.getComponents()
        .addSecuritySchemes(
            SCHEME, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
    ModelConverters.getInstance(true).read(Problem.class).forEach(api.getComponents()::addSchemas);
    api.getPaths().values().forEach(ApiDocumentation::complete);
  }

  private static void complete(PathItem path) {
    path.readOperationsMap()
        .forEach((method, operation) -> {
          addProblems(operation);
          if (method == PathItem.HttpMethod.POST) {
            operation.addParametersItem(idempotencyKey());
          }
        });
  }

  private static void addProblems(Operation operation) {
    ApiResponses responses = operation.getResponses();
    responses.forEach((code, response) -> {
      if (code.startsWith("4") || code.startsWith("5")) {
        response.content(problem());
      }
    });
    add(responses, "400", "invalid-request: a value is wrong; the detail names it.");
    add(responses, "401", "unauthenticated: no token, or one that is unknown or expired.");
    add(responses, "403", "forbidden: the token's scopes do not allow this.");
    add(responses, "404", "app-not-found or not-found.");
    add(responses, "503", "store-unavailable or wake-budget-exhausted, with Retry-After.");
  }

  private static void add(ApiResponses responses, String code, String description) {
    if (!responses.containsKey(code)) {
      responses.addApiResponse(code, new ApiResponse().description(description).content(problem()));
    }
  }

  private static Content problem() {
    Schema<?> schema = new Schema<>().$ref("#/components/schemas/Problem");
    return new Content().addMediaType("application/problem+json", new MediaType().schema(schema));
  }

  private static Parameter idempotencyKey() {
    return new Parameter()
        .in("header")
        .name(IdempotencyFilter.HEADER)
        .description("The same key with the same request gets the same answer, carried out once.")
        .schema(new StringSchema().maxLength(200));
  }
}
