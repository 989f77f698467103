// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Bill;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Endpoint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The databases and key-value stores beside the services. They keep running, and keep their price,
 * while services are suspended; each can be suspended by itself. That a suspended one costs nothing
 * is this emulator's assumption. Safe for use by many threads.
 */
final class DataStores {
  private static final BigDecimal HOURS_OF_A_MONTH = BigDecimal.valueOf(720);
  private static final BigDecimal DATABASE_A_MONTH = BigDecimal.valueOf(19);
  private static final BigDecimal KEY_VALUE_A_MONTH = BigDecimal.valueOf(10);

  private final Bill bill;
  private final List<Store> databases = new ArrayList<>();
  private final List<Store> keyValues = new ArrayList<>();

  /**
   * One database, and one key-value store, for each customer.
   *
   * @param customers names of the services of which each customer's first is called
   */
  DataStores(List<String> customers, Bill bill) {
    this.bill = bill;
    for (int i = 0; i < customers.size(); i++) {
      String customer = customers.get(i);
      databases.add(new Store("dpg-" + i, customer + "-db", "basic_1gb", DATABASE_A_MONTH));
      keyValues.add(new Store("red-" + i, customer + "-cache", "starter", KEY_VALUE_A_MONTH));
    }
    databases.forEach(this::price);
    keyValues.forEach(this::price);
  }

  private static final class Store {
    private final String id;
    private final String name;
    private final String plan;
    private final BigDecimal perMonth;
    private boolean suspended;

    Store(String id, String name, String plan, BigDecimal perMonth) {
      this.id = id;
      this.name = name;
      this.plan = plan;
      this.perMonth = perMonth;
    }

    Map<String, Object> body() {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", id);
      body.put("name", name);
      body.put("plan", plan);
      body.put("region", "frankfurt");
      body.put("status", suspended ? "suspended" : "available");
      body.put("suspended", suspended ? "suspended" : "not_suspended");
      body.put("suspenders", suspended ? List.of("user") : List.of());
      body.put("owner", Map.of("id", RenderEmulator.OWNER, "type", "team"));
      return body;
    }
  }

  /** Adds the routes to an API. */
  void route(Endpoint endpoint, Gate gate) {
    route(endpoint, gate, new Kind("/v1/postgres", "postgres", databases));
    route(endpoint, gate, new Kind("/v1/key-value", "keyValue", keyValues));
  }

  private record Kind(String path, String key, List<Store> stores) {}

  private void route(Endpoint endpoint, Gate gate, Kind kind) {
    String one = kind.path() + "/{id}";
    endpoint
        .route("GET", kind.path(), gate.reading(call -> list(kind, call)))
        .route("GET", one, gate.reading(of(kind, (store, _) -> Answer.json(200, store.body()))))
        .route("POST", one + "/suspend", gate.writing(of(kind, (store, _) -> suspend(store, true))))
        .route(
            "POST", one + "/resume", gate.writing(of(kind, (store, _) -> suspend(store, false))));
  }

  private synchronized Answer list(Kind kind, Call call) {
    return Paging.of(call)
        .map(paging -> paging.page(kind.stores(), kind.key(), kind.stores()::indexOf, Store::body))
        .orElseGet(Paging::refused);
  }

  private Function<Call, Answer> of(Kind kind, BiFunction<Store, Call, Answer> handler) {
    return call -> {
      synchronized (this) {
        return kind.stores().stream()
            .filter(store -> store.id.equals(call.param("id")))
            .findFirst()
            .map(store -> handler.apply(store, call))
            .orElseGet(() -> Gate.error(404, kind.key() + " not found"));
      }
    };
  }

  private Answer suspend(Store store, boolean suspended) {
    store.suspended = suspended;
    price(store);
    return Answer.empty(202);
  }

  private void price(Store store) {
    bill.price(
        store.name,
        store.suspended
            ? BigDecimal.ZERO
            : store.perMonth.divide(HOURS_OF_A_MONTH, 9, RoundingMode.HALF_UP));
  }
}
