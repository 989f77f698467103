// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.provider.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretsTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqTwUPD8ILPZIo2LaLw/abc";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final Instant AT = Instant.ofEpochSecond(1614265330);

  /** Message and time with which the specification's libraries test; signed by Python's hmac. */
  @Test
  void signature_is_the_one_that_others_compute() {
    SigningSecrets secrets =
        SigningSecrets.parse(new Secret("whsec_MfKQ9r8GKYqTwUPD8ILPZIo2LaLwKDkX"));

    var headers = secrets.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", AT, BODY);

    assertThat(headers)
        .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
        .containsEntry("webhook-timestamp", "1614265330");
    assertThat(headers)
        .containsEntry("webhook-signature", "v1,0Jgs7Svu/k60goGpCiaPQi/KisHuGmO71ikSBGQWGQs=");
  }

  @Test
  void two_secrets_make_two_signatures_while_one_is_rotated() {
    String other = SECRET.replace("abc", "xyz");
    String one = sign(SECRET);

    assertThat(sign(SECRET + "\n" + other)).isEqualTo(one + " " + sign(other));
    assertThat(sign(SECRET + ", " + SECRET)).isEqualTo(one + " " + one);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "whsec_", "whsec_c2hvcnQ=", "whsec_no base64 at all!"})
  void wrong_secret_is_refused_and_not_repeated(String text) {
    assertThatThrownBy(() -> SigningSecrets.parse(new Secret(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whsec_ and 24 to 64 random bytes")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void secrets_print_nothing() {
    assertThat(SigningSecrets.parse(new Secret(SECRET))).hasToString("***");
  }

  private static String sign(String secrets) {
    return String.valueOf(
        SigningSecrets.parse(new Secret(secrets))
            .headers("msg_1", AT, BODY)
            .get("webhook-signature"));
  }
}
