// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One route as the operator wrote it, for gateways of their own process. Of passwords it has the
 * hashes, which it does not print.
 *
 * @param name what it is known by
 * @param app name of the app, absent for hosts that only lead elsewhere
 * @param hosts bound to the app, and the only ones meant; empty for every host of the app
 * @param terms what holds for all its paths
 * @param paths what holds for some in its place; the first that matches counts
 */
public record WrittenRouteView(
    String name, @Nullable String app, List<String> hosts, Terms terms, List<OfPaths> paths) {
  /** Copies the lists. */
  public WrittenRouteView {
    hosts = List.copyOf(hosts);
    paths = List.copyOf(paths);
  }

  /**
   * What holds for some paths.
   *
   * @param match patterns as they are written
   * @param terms what
   */
  public record OfPaths(List<String> match, Terms terms) {
    /** Copies the list. */
    public OfPaths {
      match = List.copyOf(match);
    }
  }

  /**
   * What is said of requests; each part absent where nothing is said.
   *
   * @param guard who may ask
   * @param waiting what happens while the app is not awake
   * @param redirect where clients are sent instead
   * @param request changes of requests
   * @param response changes of the app's answers
   */
  public record Terms(
      Guard guard,
      Waiting waiting,
      @Nullable Redirect redirect,
      @Nullable Edits request,
      @Nullable Edits response) {}

  /**
   * Who may ask.
   *
   * @param allow nobody else may
   * @param deny these may not
   * @param auth what they must know
   * @param rate how often
   * @param bodyLimit how many bytes they may send, zero for any number
   */
  public record Guard(
      @Nullable List<String> allow,
      @Nullable List<String> deny,
      @Nullable Auth auth,
      @Nullable Rate rate,
      @Nullable Long bodyLimit) {
    /** Copies the lists. */
    public Guard {
      allow = allow == null ? null : List.copyOf(allow);
      deny = deny == null ? null : List.copyOf(deny);
    }
  }

  /**
   * What a client must know.
   *
   * @param on whether anything is asked; otherwise this takes back what would be
   * @param realm what browsers show
   * @param users who may sign in; none only where nothing is asked
   */
  public record Auth(boolean on, String realm, List<User> users) {
    /** Copies the list. */
    public Auth {
      users = List.copyOf(users);
    }
  }

  /**
   * Somebody who may sign in.
   *
   * @param name the name
   * @param hash what is kept of the password
   */
  public record User(String name, String hash) {
    @Override
    public String toString() {
      return "User[name=" + name + ", hash=***]";
    }
  }

  /**
   * How often one client may ask.
   *
   * @param requests so often, zero for no limit
   * @param perMillis in such a time
   * @param burst so often at once
   */
  public record Rate(int requests, long perMillis, int burst) {}

  /**
   * What happens while the app is not awake.
   *
   * @param wakes whether requests wake it
   * @param instead what they get where they do not
   * @param holdMillis how long they are held
   * @param show "page": clients see the waiting page; "hold": nothing
   * @param pages folder of own pages as named in {@link PageFileView}, or {@link #OURS}
   */
  public record Waiting(
      @Nullable Boolean wakes,
      @Nullable Instead instead,
      @Nullable Long holdMillis,
      @Nullable String show,
      @Nullable String pages) {
    /** In place of a folder: the pages of Paastis. */
    public static final String OURS = "off";
  }

  /**
   * What requests get that do not wake the app.
   *
   * @param status HTTP status
   * @param contentType media type
   * @param body text
   * @param retryAfterMillis told to the client if present
   */
  public record Instead(
      int status, String contentType, String body, @Nullable Long retryAfterMillis) {}

  /**
   * Where clients are sent.
   *
   * @param to the target as it is written, empty for nowhere
   * @param permanent whether clients may remember it
   */
  public record Redirect(String to, boolean permanent) {}

  /**
   * Changes of headers.
   *
   * @param remove names
   * @param set names and values
   * @param add names and values
   */
  public record Edits(List<String> remove, Map<String, String> set, Map<String, String> add) {
    /** Copies them. */
    public Edits {
      remove = List.copyOf(remove);
      set = Map.copyOf(set);
      add = Map.copyOf(add);
    }

    /** Without values, which may be credentials. */
    @Override
    public String toString() {
      return "Edits[remove=" + remove + ", set=" + set.keySet() + ", add=" + add.keySet() + "]";
    }
  }
}
