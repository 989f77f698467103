// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BoundedBodyTest {
  private static BoundedBody body(int bytes) {
    return new BoundedBody(new ByteArrayInputStream(new byte[bytes]));
  }

  @Test
  void body_up_to_the_bound_is_read_to_its_end() throws IOException {
    BoundedBody body = body(BoundedBody.MOST_BYTES);

    assertThat(body.read()).isZero();
    assertThat(body.skip(10)).isEqualTo(10);
    assertThat(body.readAllBytes()).hasSize(BoundedBody.MOST_BYTES - 11);
    assertThat(body.read()).isNegative();
  }

  @Test
  void body_past_the_bound_breaks_there() throws IOException {
    BoundedBody body = body(BoundedBody.MOST_BYTES + 1);

    assertThat(body.readNBytes(BoundedBody.MOST_BYTES)).hasSize(BoundedBody.MOST_BYTES);
    assertThatThrownBy(body::read)
        .isInstanceOf(BoundedBody.TooLargeException.class)
        .hasMessageContaining("4194304");
  }
}
