// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ProviderView;
import dev.paastis.api.ProviderView.SettingView;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Lists the kinds of platforms. */
@Command(
    name = "providers",
    description = "List the kinds of platforms, or show what an account of one needs.")
final class ProvidersCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "PROVIDER", arity = "0..1", description = "Show only this one.")
  private @Nullable String name;

  ProvidersCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode page = session.api().get("/providers");
    List<ProviderView> all = Json.items(page, ProviderView.class);
    String wanted = name;
    if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else if (wanted == null) {
      list(all);
    } else {
      show(find(all, wanted));
    }
    return ExitStatus.DONE.code();
  }

  private void list(List<ProviderView> all) {
    Table table = new Table("PROVIDER", "TITLE", "SETTINGS");
    for (ProviderView provider : all) {
      table.row(
          Cell.of(provider.name()),
          Cell.of(provider.title()),
          Cell.of(String.join(", ", provider.settings().stream().map(SettingView::name).toList())));
    }
    table.print(session.terminal());
  }

  private void show(ProviderView provider) {
    Table table = new Table(provider.name(), provider.title());
    for (SettingView setting : provider.settings()) {
      String kind = setting.type().equals("secret") ? "--secret " : "--set ";
      table.row(
          Cell.of(kind + setting.name()),
          Cell.of(setting.help() + (setting.required() ? " (required)" : "")));
    }
    row(table, "regions", provider.regions());
    row(table, "remembers", provider.remembers());
    row(table, "keeps billing", provider.keepsBilling());
    row(table, "keeps running", provider.keepsRunning());
    row(table, "not restored", provider.notRestored());
    row(table, "plan limits", provider.planLimits());
    row(table, "rights", List.of(provider.rights()));
    table.print(session.terminal());
  }

  private static void row(Table table, String title, List<String> lines) {
    String heading = title;
    for (String line : lines) {
      if (!line.isEmpty()) {
        table.row(Cell.of(heading), Cell.of(line));
        heading = "";
      }
    }
  }

  private static ProviderView find(List<ProviderView> all, String name) {
    return all.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                ExitStatus.REFUSED,
                "no provider '%s'; there are: %s"
                    .formatted(
                        name, String.join(", ", all.stream().map(ProviderView::name).toList())),
                "",
                null));
  }
}
