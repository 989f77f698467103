// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Signals to process groups by the kill function of the C library.
 *
 * <p>{@link ProcessHandle} knows no groups, and the kill command would put the start of a process
 * (milliseconds, and it may fail when the machine is short of memory) between looking at a pid and
 * signalling it. The call takes about a microsecond, so waiting for a group to end is cheap too.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/functions/kill.html">kill</a>
 */
public final class Signals {
  /** Asks to end. */
  public static final int TERM = 15;

  /** Ends. */
  public static final int KILL = 9;

  private static final int NONE = 0;

  /** No such process or group; the same number on Linux and the BSDs. */
  private static final int ESRCH = 3;

  private static final MethodHandle CALL = link();
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

  private Signals() {}

  /** Signals every process of the group; {@code false}: there is none. */
  public static boolean toGroup(long group, int signal) {
    if (group <= 1) {
      throw new IllegalArgumentException("not a group of ours: " + group);
    }
    return send(-Math.toIntExact(group), signal);
  }

  /** Signals one process; {@code false}: there is no such process. */
  public static boolean toProcess(long pid, int signal) {
    if (pid <= 1) {
      throw new IllegalArgumentException("not a process of ours: " + pid);
    }
    return send(Math.toIntExact(pid), signal);
  }

  /** Whether the group has any process, be it one that has ended and was not yet collected. */
  public static boolean groupExists(long group) {
    return toGroup(group, NONE);
  }

  private static boolean send(int target, int signal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      int result = (int) CALL.invokeExact(state, target, signal);
      return result == 0 || (int) ERRNO.get(state, 0L) != ESRCH;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) could not be called", e);
    }
  }

  /** Restricted because a wrong signature would crash the machine; this one is POSIX's. */
  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("kill"),
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT),
        Linker.Option.captureCallState("errno"));
  }
}
