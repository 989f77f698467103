// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointTest {
  private final Faults faults = new Faults();
  private final AtomicInteger carriedOut = new AtomicInteger();
  private final Endpoint endpoint =
      Endpoint.on(0, faults)
          .filter(call ->
              call.header("Authorization").isPresent()
                  ? Optional.empty()
                  : Optional.of(Answer.json(401, Map.of("error", "who are you?"))))
          .route(
              "POST",
              "/apps/{app}/scale",
              call -> {
                carriedOut.incrementAndGet();
                return Answer.json(202, Map.of("app", call.param("app"))).with("X-Left", "7");
              })
          .start();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    endpoint.close();
    client.close();
  }

  @Test
  void route_gets_its_placeholders() throws Exception {
    HttpResponse<String> answer = post("/apps/shop/scale", true);
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"app\":\"shop\"}");
    assertThat(answer.headers().firstValue("X-Left")).contains("7");
  }

  @Test
  void encoded_slash_stays_in_its_placeholder() throws Exception {
    HttpResponse<String> answer = post("/apps/feat%2Fx+y/scale", true);

    assertThat(answer.body()).isEqualTo("{\"app\":\"feat/x+y\"}");
  }

  @Test
  void filter_answers_before_any_route() throws Exception {
    assertThat(post("/apps/shop/scale", false).statusCode()).isEqualTo(401);
    assertThat(carriedOut).hasValue(0);
  }

  @Test
  void share_of_the_calls_fails_until_cleared() throws Exception {
    faults.failSome(0.5, Answer.text(500, "sorry"));

    int failed = 0;
    for (int i = 0; i < 40; i++) {
      failed += post("/apps/shop/scale", true).statusCode() == 500 ? 1 : 0;
    }

    assertThat(failed).isBetween(10, 30);
    assertThat(carriedOut).hasValue(40 - failed);
    faults.clear();
    assertThat(post("/apps/shop/scale", true).statusCode()).isEqualTo(202);
  }

  @Test
  void unknown_path_is_404() throws Exception {
    assertThat(post("/apps/shop", true).statusCode()).isEqualTo(404);
  }

  @Test
  void fault_instead_strikes_as_often_as_told_and_carries_nothing_out() throws Exception {
    faults.arm("POST .+scale", 2, new Faults.Fault.Instead(Answer.text(429, "Retry later")));

    assertThat(post("/apps/shop/scale", true).statusCode()).isEqualTo(429);
    assertThat(post("/apps/shop/scale", true).statusCode()).isEqualTo(429);
    assertThat(post("/apps/shop/scale", true).statusCode()).isEqualTo(202);
    assertThat(carriedOut).hasValue(1);
  }

  @Test
  void connection_cut_after_the_call_was_carried_out() {
    faults.arm("POST .+scale", 1, new Faults.Fault.CutAfter());

    assertThatThrownBy(() -> post("/apps/shop/scale", true)).isInstanceOf(IOException.class);
    assertThat(carriedOut).hasValue(1);
  }

  @Test
  void connection_cut_before_carries_nothing_out() {
    faults.arm("POST .+scale", 1, new Faults.Fault.CutBefore());

    assertThatThrownBy(() -> post("/apps/shop/scale", true)).isInstanceOf(IOException.class);
    assertThat(carriedOut).hasValue(0);
  }

  @Test
  void altered_answer_is_of_a_call_carried_out() throws Exception {
    faults.arm(
        "POST .+scale",
        1,
        new Faults.Fault.Altered(answer -> Answer.text(answer.status(), answer.body() + "!")));

    assertThat(post("/apps/shop/scale", true).body()).isEqualTo("{\"app\":\"shop\"}!");
    assertThat(carriedOut).hasValue(1);
  }

  private HttpResponse<String> post(String path, boolean signed) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint.uri() + path))
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.noBody());
    if (signed) {
      request.header("Authorization", "Bearer t");
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
