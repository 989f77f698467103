// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of platform.
 *
 * @param name its name in file and API
 * @param title its name for people
 * @param regions where an account can be, the usual one first
 * @param settings what an account says
 * @param rights the narrowest credential that suffices, and where to make it
 * @param limits its limits on calls
 * @param remembers what is restored at a wake
 * @param keepsBilling what costs money while an app sleeps
 * @param keepsRunning what may run while an app sleeps
 * @param notRestored what a sleep loses
 * @param planLimits what a plan of the platform forbids
 */
public record ProviderView(
    String name,
    String title,
    List<String> regions,
    List<SettingView> settings,
    String rights,
    List<LimitView> limits,
    List<String> remembers,
    List<String> keepsBilling,
    List<String> keepsRunning,
    List<String> notRestored,
    List<String> planLimits) {
  /**
   * One thing that an account says.
   *
   * @param name its key
   * @param type {@code text}, {@code secret} or {@code url}
   * @param required whether it must be said
   * @param otherwise what holds when it is not, {@code null}: nothing
   * @param allowed the values there are, empty for any
   * @param help one line
   */
  public record SettingView(
      String name,
      String type,
      boolean required,
      @Nullable String otherwise,
      List<String> allowed,
      String help) {}

  /**
   * A limit on calls.
   *
   * @param scope short name
   * @param calls calls that become free in that time
   * @param per the time, as in {@link DurationText}
   * @param burst calls at once
   * @param source where it is documented
   */
  public record LimitView(String scope, int calls, String per, int burst, String source) {}
}
