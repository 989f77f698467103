// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import java.util.UUID;

/** A dyno. Its app guards it. */
final class Dyno {
  private final String id = UUID.randomUUID().toString();
  private final String type;
  private final int number;
  private final DynoSize size;
  private State state;
  private boolean leaving;

  Dyno(ProcessRow row, int number, State state) {
    this.type = row.type();
    this.size = row.size();
    this.number = number;
    this.state = state;
  }

  /** States in the API's words. */
  enum State {
    STARTING("starting"),
    UP("up"),
    IDLE("idle"),
    CRASHED("crashed");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  String id() {
    return id;
  }

  String type() {
    return type;
  }

  int number() {
    return number;
  }

  String name() {
    return type + "." + number;
  }

  DynoSize size() {
    return size;
  }

  State state() {
    return state;
  }

  void become(State next) {
    state = next;
  }

  /**
   * Scaled away: it got SIGTERM and is listed, in the state that it had, until it has ended. The
   * router sends it nothing any more.
   */
  void leave() {
    leaving = true;
  }

  boolean staying() {
    return !leaving;
  }
}
