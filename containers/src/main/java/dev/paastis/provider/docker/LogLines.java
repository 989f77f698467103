// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Gathers what a container wrote. Filled by the client's thread, read once that has ended. */
final class LogLines extends ResultCallback.Adapter<Frame> {
  private static final int MAX_BYTES = 4 << 20;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public void onNext(Frame frame) {
    byte[] payload = frame.getPayload();
    if (payload != null && bytes.size() + payload.length <= MAX_BYTES) {
      bytes.writeBytes(payload);
    }
  }

  /** The lines; fewer when the time is over first. */
  List<String> await(Duration atMost) {
    try (this) {
      boolean ended = awaitCompletion(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return ended ? bytes.toString(StandardCharsets.UTF_8).lines().toList() : List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
