// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import static dev.paastis.provider.platformsh.Steps.then;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The projects of an account: those of its organization, or all that its user may see.
 *
 * @see <a href="https://github.com/platformsh/legacy-cli/blob/main/src/Service/Api.php">how the
 *     vendor's command line lists them</a>
 */
final class Projects {
  private static final int PAGE = 100;

  /** Keeps the address short enough for any gateway. */
  private static final int REFERENCES_AT_ONCE = 50;

  private static final Pattern AFTER = Pattern.compile("[?&]page(?:\\[|%5B)after(?:]|%5D)=([^&]+)");

  private final PlatformshApi api;
  private final PlatformshSettings settings;

  Projects(PlatformshApi api, PlatformshSettings settings) {
    this.api = api;
    this.settings = settings;
  }

  /** Those that have environments, in the account's region. */
  CallOutcome<List<Project>> list(Call call) {
    String organization = settings.organization();
    CallOutcome<List<Project>> all =
        organization == null ? ofUser(call) : ofOrganization(organization, call);
    return all.map(projects ->
        projects.stream().filter(p -> p.hasEnvironments() && p.isIn(settings.region())).toList());
  }

  private CallOutcome<List<Project>> ofOrganization(String organization, Call call) {
    String path = "/organizations/" + Ref.encode(organization) + "/projects?";
    return pages(path, call).map(items -> items.stream().map(Project::of).toList());
  }

  private CallOutcome<List<Project>> ofUser(Call call) {
    return then(
        api.object("/users/me", call),
        me -> {
          String path =
              "/users/%s/extended-access?filter%%5Bresource_type%%5D=project&"
                  .formatted(Ref.encode(Json.text(me, "id")));
          return then(
              pages(path, call),
              grants ->
                  referenced(
                      grants.stream()
                          .map(grant -> Json.text(grant, "resource_id"))
                          .filter(id -> !id.isEmpty())
                          .distinct()
                          .toList(),
                      call));
        });
  }

  private CallOutcome<List<Project>> referenced(List<String> ids, Call call) {
    List<Project> projects = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += REFERENCES_AT_ONCE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + REFERENCES_AT_ONCE));
      String in = String.join(",", some.stream().map(Ref::encode).toList());
      CallOutcome<JsonNode> references = api.object("/ref/projects?in=" + in, call);
      if (!(references instanceof CallOutcome.Done<JsonNode>(JsonNode byId))) {
        return references.map(_ -> List.of());
      }
      byId.valueStream().map(Project::of).forEach(projects::add); // null for what is not there
    }
    return CallOutcome.done(projects);
  }

  /** All items of a list that comes in pages. */
  private CallOutcome<List<JsonNode>> pages(String path, Call call) {
    List<JsonNode> items = new ArrayList<>();
    String page = path + "page%5Bsize%5D=" + PAGE;
    while (true) {
      CallOutcome<JsonNode> answer = api.object(page, call);
      if (!(answer instanceof CallOutcome.Done<JsonNode>(JsonNode json))) {
        return answer.map(_ -> List.of());
      }
      if (!json.path("items").isArray()) {
        return CallOutcome.unknown("the answer to " + path + " has no items");
      }
      json.path("items").valueStream().forEach(items::add);
      String next = Json.text(json.path("_links").path("next"), "href");
      Optional<String> after = after(next);
      if (!next.isEmpty() && after.isEmpty()) {
        return CallOutcome.unknown("the link to the next page has no cursor: " + next);
      }
      if (after.isEmpty()) {
        return CallOutcome.done(items);
      }
      page = path + "page%5Bsize%5D=" + PAGE + "&page%5Bafter%5D=" + Ref.encode(after.get());
    }
  }

  /** Only the cursor of a link is used: its host may be another. */
  private static Optional<String> after(String link) {
    Matcher matcher = AFTER.matcher(link);
    return matcher.find()
        ? Optional.of(URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8))
        : Optional.empty();
  }
}
