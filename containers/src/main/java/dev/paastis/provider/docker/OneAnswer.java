// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import com.github.dockerjava.api.async.ResultCallback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one answer of a call that could give several. Filled by the client's thread. */
final class OneAnswer<T> extends ResultCallback.Adapter<T> {
  private volatile @Nullable T answer;

  @Override
  public void onNext(T next) {
    answer = next;
  }

  /**
   * The answer.
   *
   * @throws IllegalStateException when it does not come in that time
   */
  T await(Duration atMost) {
    try (this) {
      boolean ended = awaitCompletion(atMost.toMillis(), TimeUnit.MILLISECONDS);
      T got = answer;
      if (!ended || got == null) {
        throw new IllegalStateException("no answer came");
      }
      return got;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
