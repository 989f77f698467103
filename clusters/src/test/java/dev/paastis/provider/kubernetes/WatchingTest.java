// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import static dev.paastis.provider.kubernetes.ClusterFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.provider.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ClusterFixture cluster = new ClusterFixture();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void workloadScaledOrDeletedByOthers_isTold() {
    cluster.app("web", 2);
    cluster.app("other", 1);
    watch(cluster.provider);

    cluster.scale("web", 0);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).contains("shop/web"));
    assertThat(told).doesNotContain("shop/other");

    var _ = cluster.admin.apps().deployments().inNamespace(SHOP).withName("other").delete();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).contains("shop/other"));
  }

  @Test
  void watchThatWasCut_goesOn() throws Exception {
    cluster.app("web", 2);
    try (Relay relay = new Relay(cluster.server.port());
        Provider provider = cluster.open(relay.port(), Map.of())) {
      watch(provider);
      relay.cutAll();

      cluster.scale("web", 5);

      await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).contains("shop/web"));
    }
  }

  private void watch(Provider provider) {
    provider.watch(told::add);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(cluster.server.asked())
                .filteredOn(each -> each.path().contains("watch=true"))
                .hasSizeGreaterThanOrEqualTo(2));
  }
}
