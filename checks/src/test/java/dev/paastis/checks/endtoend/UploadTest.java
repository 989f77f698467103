// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.MarkedProcesses;
import dev.paastis.checks.installation.Web;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@EndToEnd
class UploadTest {
  private static final long GIGABYTE = 1L << 30;
  private static final long ALLOWED_GROWTH = 64L << 20;
  private static final int SAMPLES = 256;

  @Test
  void gigabyteToASleepingApp_arrivesWhole_withFlatMemory() throws Exception {
    AppFile file = AppFile.create().app("app", Map.of("START_MILLIS", "1500"));
    try (Installation server = Installation.serve(file)) {
      server.api().settleAsleep("app");
      warmUp(server);
      server.api().settleAsleep("app");
      long engine = server.engine().pid();
      long resident = MarkedProcesses.residentBytes(engine);
      AtomicLong most = new AtomicLong();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");

      HttpResponse<String> answer = upload(server, GIGABYTE, digest, () -> watch(engine, most));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body())
          .isEqualTo(GIGABYTE + " " + HexFormat.of().formatHex(digest.digest()));
      assertThat(most.get() - resident).as("growth in bytes").isLessThan(ALLOWED_GROWTH);
    }
  }

  /** A first small upload, so that classes and buffers that any request needs are not counted. */
  private static void warmUp(Installation server) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    assertThat(upload(server, 1 << 24, digest, () -> {}).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> upload(
      Installation server, long length, MessageDigest digest, Runnable everySoOften)
      throws Exception {
    Noise noise = new Noise(length, digest, everySoOften);
    return Web.send(
        Web.to(server.at("app.localhost", "/digest"))
            .POST(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> noise), length))
            .build());
  }

  private static void watch(long pid, AtomicLong most) {
    most.accumulateAndGet(MarkedProcesses.residentBytes(pid), Math::max);
  }

  /** Bytes without a pattern, made as they are read, with their digest. */
  private static final class Noise extends InputStream {
    private final byte[] block = new byte[64 * 1024];
    private final MessageDigest digest;
    private final Runnable everySoOften;
    private final long every;
    private long left;
    private long next;

    Noise(long length, MessageDigest digest, Runnable everySoOften) {
      left = length;
      every = length / SAMPLES;
      this.digest = digest;
      this.everySoOften = everySoOften;
      new SplittableRandom(42).nextBytes(block);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(Math.min(length, block.length), left);
      block[(int) (left % block.length)]++;
      System.arraycopy(block, 0, into, offset, count);
      digest.update(into, offset, count);
      left -= count;
      next += count;
      if (next >= every) {
        next = 0;
        everySoOften.run();
      }
      return count;
    }
  }
}
