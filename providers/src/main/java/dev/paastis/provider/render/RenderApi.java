// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.rest.Outcomes;
import dev.paastis.rest.RestClient;
import dev.paastis.rest.RestReply;
import dev.paastis.rest.RestRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The calls of Render's API that are needed. Keys do not expire, so a 401 is not tried again. */
final class RenderApi implements AutoCloseable {
  private static final int PAGE = 100;

  /** Enough to see past a few pushes to the resume before them. */
  private static final int DEPLOYS = 5;

  private final RestClient client;
  private final RenderSettings settings;
  private final ErrorText errors;

  RenderApi(RenderSettings settings, ApiBudget budget, InstantSource clock) {
    this.client = new RestClient(settings.api(), RenderLimits.metering(budget));
    this.settings = settings;
    this.errors = new ErrorText(clock);
  }

  /**
   * All services, page by page: a list of which a page is missing would read as if the services on
   * it were deleted, so it is all or nothing.
   *
   * @see <a href="https://api-docs.render.com/reference/list-services">List services</a>
   * @see <a href="https://api-docs.render.com/reference/pagination">Pagination</a>
   */
  CallOutcome<List<RenderService>> services(Call call) {
    Map<String, RenderService> all = new LinkedHashMap<>();
    String cursor = "";
    while (true) {
      CallOutcome<Page> answer = page(cursor, call);
      if (!(answer instanceof CallOutcome.Done<Page>(Page page))) {
        return answer.map(Page::services);
      }
      page.services().forEach(service -> all.put(service.id(), service));
      if (page.size() < PAGE) {
        return CallOutcome.done(List.copyOf(all.values()));
      }
      if (page.last().isEmpty() || page.last().equals(cursor)) {
        return CallOutcome.unknown("Render's list of services does not go on after " + cursor);
      }
      cursor = page.last();
    }
  }

  private CallOutcome<Page> page(String cursor, Call call) {
    StringBuilder path = new StringBuilder("/services?includePreviews=true&limit=" + PAGE);
    path.append("&type=").append(String.join(",", RenderService.TYPES));
    if (!settings.owners().isEmpty()) {
      path.append("&ownerId=").append(encoded(String.join(",", settings.owners())));
    }
    if (!cursor.isEmpty()) {
      path.append("&cursor=").append(encoded(cursor));
    }
    return call(
        RestRequest.of("GET", path.toString()),
        answer -> answer.json().filter(JsonNode::isArray).map(Page::read),
        call);
  }

  /**
   * The user whose key it is.
   *
   * @see <a href="https://api-docs.render.com/reference/get-user">Get the authenticated user</a>
   */
  CallOutcome<JsonNode> user(Call call) {
    return call(RestRequest.of("GET", "/users"), RestReply.Answered::json, call);
  }

  /**
   * The workspaces of that user: one page, which holds a hundred.
   *
   * @see <a href="https://api-docs.render.com/reference/list-owners">List workspaces</a>
   */
  CallOutcome<List<JsonNode>> owners(Call call) {
    return call(
        RestRequest.of("GET", "/owners?limit=" + PAGE),
        answer ->
            answer
                .json()
                .filter(JsonNode::isArray)
                .map(list -> unwrapped(list, "owner", Optional::of)),
        call);
  }

  /**
   * The members of a workspace with their roles.
   *
   * @see <a href="https://api-docs.render.com/reference/retrieve-owner-members">List workspace
   *     members</a>
   */
  CallOutcome<JsonNode> members(String owner, Call call) {
    return call(
        RestRequest.of("GET", "/owners/" + encoded(owner) + "/members"),
        answer -> answer.json().filter(JsonNode::isArray),
        call);
  }

  /** See <a href="https://api-docs.render.com/reference/retrieve-service">Retrieve service</a>. */
  CallOutcome<RenderService> service(String id, Call call) {
    return call(
        RestRequest.of("GET", path(id, "")),
        answer -> answer.json().flatMap(RenderService::read),
        call);
  }

  /**
   * The last few, newest first.
   *
   * @see <a href="https://api-docs.render.com/reference/list-deploys">List deploys</a>
   */
  CallOutcome<List<RenderDeploy>> deploys(String id, Call call) {
    return call(
        RestRequest.of("GET", path(id, "/deploys?limit=" + DEPLOYS)),
        answer ->
            answer
                .json()
                .filter(JsonNode::isArray)
                .map(list -> unwrapped(list, "deploy", RenderDeploy::read)),
        call);
  }

  /** See <a href="https://api-docs.render.com/reference/suspend-service">Suspend service</a>. */
  CallOutcome<RestReply.Answered> suspend(String id, Call call) {
    return order(RestRequest.of("POST", path(id, "/suspend")), call);
  }

  /** See <a href="https://api-docs.render.com/reference/resume-service">Resume service</a>. */
  CallOutcome<RestReply.Answered> resume(String id, Call call) {
    return order(RestRequest.of("POST", path(id, "/resume")), call);
  }

  /**
   * Deploys the last build again.
   *
   * @see <a href="https://api-docs.render.com/reference/create-deploy">Trigger deploy</a>
   */
  CallOutcome<RestReply.Answered> deploy(String id, Call call) {
    Map<String, String> body = Map.of("deployMode", "deploy_only");
    return order(RestRequest.json("POST", path(id, "/deploys"), body), call);
  }

  /** See <a href="https://api-docs.render.com/reference/scale-service">Scale service</a>. */
  CallOutcome<RestReply.Answered> scale(String id, int instances, Call call) {
    Map<String, Integer> body = Map.of("numInstances", instances);
    return order(RestRequest.json("POST", path(id, "/scale"), body), call);
  }

  /** See <a href="https://api-docs.render.com/reference/update-service">Update service</a>. */
  CallOutcome<RestReply.Answered> changePlan(String id, String plan, Call call) {
    Map<String, Object> body = Map.of("serviceDetails", Map.of("plan", plan));
    return order(RestRequest.json("PATCH", path(id, ""), body), call);
  }

  /** See <a href="https://api-docs.render.com/reference/autoscale-service">Autoscaling</a>. */
  CallOutcome<RestReply.Answered> autoscale(String id, String config, Call call) {
    Map<String, String> type = Map.of("Content-Type", "application/json");
    return order(new RestRequest("PUT", path(id, "/autoscaling"), type, config), call);
  }

  /** See <a href="https://api-docs.render.com/reference/autoscale-service">Autoscaling</a>. */
  CallOutcome<RestReply.Answered> dropAutoscaler(String id, Call call) {
    return order(RestRequest.of("DELETE", path(id, "/autoscaling")), call);
  }

  /** See <a href="https://api-docs.render.com/reference/delete-service">Delete service</a>. */
  CallOutcome<RestReply.Answered> delete(String id, Call call) {
    return order(RestRequest.of("DELETE", path(id, "")), call);
  }

  /**
   * The last lines of the log, oldest first.
   *
   * @see <a href="https://api-docs.render.com/reference/list-logs">List logs</a>
   */
  CallOutcome<List<String>> logs(RenderService service, int lines, Call call) {
    String path =
        "/logs?ownerId=%s&resource=%s&type=app&direction=backward&limit=%d"
            .formatted(encoded(service.ownerId()), encoded(service.id()), Math.min(lines, PAGE));
    return call(
        RestRequest.of("GET", path),
        answer -> answer.json().map(body -> messages(body.path("logs"))),
        call);
  }

  @Override
  public void close() {
    client.close();
  }

  private CallOutcome<RestReply.Answered> order(RestRequest request, Call call) {
    return call(request, Optional::of, call);
  }

  /** The one place where an answer over HTTP becomes an outcome. */
  private <T> CallOutcome<T> call(
      RestRequest request, Function<RestReply.Answered, Optional<T>> read, Call call) {
    RestRequest signed =
        request
            .with("Accept", "application/json")
            .with("Authorization", "Bearer " + settings.apiKey().reveal());
    return Outcomes.of(client.send(signed, call), read, errors::of);
  }

  private static String path(String id, String rest) {
    return "/services/" + encoded(id) + rest;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static List<String> messages(JsonNode logs) {
    return logs.valueStream().map(line -> Json.text(line, "message")).toList().reversed();
  }

  private static <T> List<T> unwrapped(
      JsonNode list, String key, Function<JsonNode, Optional<T>> read) {
    return list.valueStream()
        .map(item -> item.path(key))
        .map(read)
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * One page of services.
   *
   * @param size items on it, of whatever kind
   * @param last cursor of the last item, which leads to the next page
   */
  private record Page(List<RenderService> services, int size, String last) {
    static Page read(JsonNode list) {
      String last = list.isEmpty() ? "" : Json.text(list.get(list.size() - 1), "cursor");
      return new Page(unwrapped(list, "service", RenderService::read), list.size(), last);
    }
  }
}
