// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.DurationText;
import dev.paastis.api.ItemPage;
import dev.paastis.api.ProviderView;
import dev.paastis.api.ProviderView.LimitView;
import dev.paastis.api.ProviderView.SettingView;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.provider.Setting;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The kinds of platforms: what an account says, and what sleeping means there. */
@RestController
@Tag(name = "Accounts")
final class ProviderController {
  private final ProviderKinds kinds;

  ProviderController(ProviderKinds kinds) {
    this.kinds = kinds;
  }

  @GetMapping(path = "/api/v1/providers", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "List providers",
      description = "What an account of each says, and what sleeping means there.")
  ItemPage<ProviderView> list() {
    List<ProviderView> items = kinds.all().stream().map(ProviderController::view).toList();
    return new ItemPage<>(items, null);
  }

  private static ProviderView view(ProviderKind kind) {
    Capabilities can = kind.capabilities();
    return new ProviderView(
        kind.name(),
        kind.title(),
        kind.regions(),
        kind.settings().stream().map(ProviderController::view).toList(),
        kind.rights(),
        kind.limits().stream().map(ProviderController::view).toList(),
        can.remembers(),
        can.keepsBilling(),
        can.keepsRunning(),
        can.notRestored(),
        can.planLimits());
  }

  private static SettingView view(Setting setting) {
    return new SettingView(
        setting.name(),
        setting.type().name().toLowerCase(Locale.ROOT),
        setting.required(),
        setting.otherwise(),
        setting.allowed(),
        setting.help());
  }

  private static LimitView view(ApiLimit limit) {
    return new LimitView(
        limit.scope(),
        limit.calls(),
        DurationText.format(limit.per()),
        limit.burst(),
        limit.source());
  }
}
