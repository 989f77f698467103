// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.rest.RestReply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Brings a service's settings back to a remembered formation. A suspended service keeps them all,
 * so there is something to do only when somebody changed them meanwhile.
 */
final class Restoration {
  private final RenderApi api;

  Restoration(RenderApi api) {
    this.api = api;
  }

  /** Carries out what is needed, and tells whether anything was. */
  CallOutcome<Boolean> restore(RenderService now, Formation wanted, Call call) {
    List<Step> steps = steps(now, wanted, call);
    for (Step step : steps) {
      CallOutcome<RestReply.Answered> outcome = step.call().get();
      if (outcome instanceof CallOutcome.Refused<RestReply.Answered>(Refusal(var kind, var why))) {
        return CallOutcome.refused(
            kind, "service '%s' does not go back to %s: %s".formatted(now.name(), step.to(), why));
      }
      if (outcome instanceof CallOutcome.Unknown<RestReply.Answered>(String cause)) {
        return CallOutcome.unknown(cause);
      }
    }
    return CallOutcome.done(!steps.isEmpty());
  }

  /**
   * The order matters: an autoscaler makes Render ignore a number of instances, and a free plan
   * makes Render refuse both.
   */
  private List<Step> steps(RenderService now, Formation wanted, Call call) {
    List<Step> steps = new ArrayList<>();
    if (wanted.processes().isEmpty() || wanted.equals(now.formation())) {
      return steps;
    }
    ProcessType process = wanted.processes().getFirst();
    String scaler = wanted.extras().getOrDefault(RenderService.AUTOSCALING, "");
    if (scaler.isEmpty() && !now.autoscaling().isEmpty()) {
      steps.add(new Step("no autoscaling", () -> api.dropAutoscaler(now.id(), call)));
    }
    List<Step> sizes = new ArrayList<>();
    if (scales(now, process, scaler)) {
      int instances = process.quantity();
      sizes.add(new Step(instances + " instances", () -> api.scale(now.id(), instances, call)));
    }
    if (!process.size().isEmpty() && !process.size().equals(now.plan())) {
      Step plan =
          new Step("plan " + process.size(), () -> api.changePlan(now.id(), process.size(), call));
      sizes.add(now.isFree() ? 0 : sizes.size(), plan);
    }
    steps.addAll(sizes);
    if (!scaler.isEmpty() && !scaler.equals(now.autoscaling())) {
      steps.add(new Step("its autoscaling", () -> api.autoscale(now.id(), scaler, call)));
    }
    return steps;
  }

  private static boolean scales(RenderService now, ProcessType process, String scaler) {
    boolean underAutoscaler = !scaler.isEmpty() && !now.autoscaling().isEmpty();
    return !now.isCronJob()
        && !underAutoscaler
        && process.quantity() > 0
        && process.quantity() != now.instances();
  }

  private record Step(String to, Supplier<CallOutcome<RestReply.Answered>> call) {}
}
