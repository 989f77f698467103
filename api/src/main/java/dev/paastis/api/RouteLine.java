// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import org.jspecify.annotations.Nullable;

/**
 * One line of the stream by which a gateway learns its routes: JSON, ended by a line feed. A stream
 * begins with {@code snapshot}, the operator's routes and one {@code route} for each app, up to
 * {@code complete}; or, where it goes on after the position asked for, with {@code resume}. Then
 * come changes, questions and beats. A line of an unknown type is to be passed over.
 *
 * <p>The operator's routes come as one {@code page} for each file of own pages, one {@code written}
 * for each route, and {@code in-force}: only then they count, in place of all before.
 *
 * @param type one of {@link Type}
 * @param epoch what positions belong to; of {@code snapshot} and {@code resume}
 * @param position where the stream stands after this line, growing; absent where a line moves
 *     nothing
 * @param settings of {@code snapshot} and {@code resume}
 * @param rules of {@code snapshot} and {@code rules}
 * @param route of {@code route}
 * @param app id of the app, of {@code gone} and {@code ask}
 * @param ask number of the question, of {@code ask}
 * @param written of {@code written}
 * @param page of {@code page}
 */
public record RouteLine(
    String type,
    @Nullable String epoch,
    @Nullable Long position,
    @Nullable GatewaySettingsView settings,
    @Nullable RouteRulesView rules,
    @Nullable RouteView route,
    @Nullable String app,
    @Nullable Long ask,
    @Nullable WrittenRouteView written,
    @Nullable PageFileView page) {
  /** The types of lines. */
  public static final class Type {
    /** All routes follow, up to {@link #COMPLETE}; others than those are gone. */
    public static final String SNAPSHOT = "snapshot";

    /** The changes since the position asked for follow. */
    public static final String RESUME = "resume";

    /** An app is as given. */
    public static final String ROUTE = "route";

    /** An app is gone. */
    public static final String GONE = "gone";

    /** Aliases and ignore rules are as given. */
    public static final String RULES = "rules";

    /** A file of own pages, before the routes that show it. */
    public static final String PAGE = "page";

    /** A route of the operator, not in force yet. */
    public static final String WRITTEN = "written";

    /** The operator's routes told since the last such line are in force, and no others. */
    public static final String IN_FORCE = "in-force";

    /** Everything up to the position has been sent. */
    public static final String COMPLETE = "complete";

    /** Hold new requests of the app, and say how it stands. */
    public static final String ASK = "ask";

    /** The stream lives. */
    public static final String BEAT = "beat";

    private Type() {}
  }

  /** The beginning of a snapshot. */
  public static RouteLine snapshot(
      String epoch, long position, GatewaySettingsView settings, RouteRulesView rules) {
    return new RouteLine(
        Type.SNAPSHOT, epoch, position, settings, rules, null, null, null, null, null);
  }

  /** The beginning of a stream that goes on after that position. */
  public static RouteLine resume(String epoch, long position, GatewaySettingsView settings) {
    return new RouteLine(
        Type.RESUME, epoch, position, settings, null, null, null, null, null, null);
  }

  /** An app; without position inside a snapshot. */
  public static RouteLine route(RouteView route, @Nullable Long position) {
    return new RouteLine(Type.ROUTE, null, position, null, null, route, null, null, null, null);
  }

  /** An app that is gone. */
  public static RouteLine gone(String app, long position) {
    return new RouteLine(Type.GONE, null, position, null, null, null, app, null, null, null);
  }

  /** Other rules than before. */
  public static RouteLine rules(RouteRulesView rules, long position) {
    return new RouteLine(Type.RULES, null, position, null, rules, null, null, null, null, null);
  }

  /** A file of own pages. */
  public static RouteLine page(PageFileView page) {
    return new RouteLine(Type.PAGE, null, null, null, null, null, null, null, null, page);
  }

  /** A route of the operator. */
  public static RouteLine written(WrittenRouteView route) {
    return new RouteLine(Type.WRITTEN, null, null, null, null, null, null, null, route, null);
  }

  /** The operator's routes are complete; without position inside a snapshot. */
  public static RouteLine inForce(@Nullable Long position) {
    return new RouteLine(Type.IN_FORCE, null, position, null, null, null, null, null, null, null);
  }

  /** The end of a snapshot. */
  public static RouteLine complete(long position) {
    return new RouteLine(Type.COMPLETE, null, position, null, null, null, null, null, null, null);
  }

  /** A question that wants a word at once. */
  public static RouteLine ask(long number, String app) {
    return new RouteLine(Type.ASK, null, null, null, null, null, app, number, null, null);
  }

  /** A sign of life. */
  public static RouteLine beat() {
    return new RouteLine(Type.BEAT, null, null, null, null, null, null, null, null, null);
  }
}
