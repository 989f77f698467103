// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An API server that keeps objects, counts what it is asked, and fails on demand. It answers
 * reviews of access and requests for logs, which the mock does not.
 */
final class ApiServer implements AutoCloseable {
  private final KubernetesCrudDispatcher objects = new KubernetesCrudDispatcher();
  private final KubernetesMockServer server;
  private final KubernetesClient administrator;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Asked> patched = new CopyOnWriteArrayList<>();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final Map<String, String> logs = new ConcurrentHashMap<>();
  private volatile boolean locked;

  ApiServer() {
    objects.expectCustomResource(
        new CustomResourceDefinitionContext.Builder()
            .withGroup("keda.sh")
            .withVersion("v1alpha1")
            .withKind("ScaledObject")
            .withPlural("scaledobjects")
            .withScope("Namespaced")
            .build());
    server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new Watched(), false);
    server.init();
    administrator = server.createClient();
  }

  /** Somebody who may do everything, apart from the adapter, and whose requests do not count. */
  KubernetesClient administrator() {
    return administrator;
  }

  int port() {
    return server.getPort();
  }

  /** What the adapter asked, oldest first. */
  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** The changes of the adapter that were carried out, oldest first. */
  List<Asked> patched() {
    return List.copyOf(patched);
  }

  void forget() {
    asked.clear();
  }

  /** Answers so instead of carrying the next requests out. */
  void fail(int times, Predicate<Asked> which, int status, String message) {
    strike(times, which, _ -> refusal(status, message));
  }

  /** The next requests end like that. */
  void strike(int times, Predicate<Asked> which, Effect effect) {
    faults.add(new Fault(times, which, effect));
  }

  /** Nothing fails any more. */
  void calm() {
    faults.clear();
  }

  /** Whether the adapter's credentials are of no use. */
  void lock(boolean out) {
    locked = out;
  }

  /** Answers the next requests with status 200 and that. */
  void say(int times, Predicate<Asked> which, String body) {
    strike(times, which, _ -> new MockResponse().setResponseCode(200).setBody(body));
  }

  /** Answers the next requests so late. */
  void delay(int times, Predicate<Asked> which, Duration time) {
    strike(times, which, _ -> refusal(500, "too late").setBodyDelay(time));
  }

  /** Has reviews of access deny that, for example {@code patch deployments}. */
  void deny(String verbAndResource) {
    denied.add(verbAndResource);
  }

  void log(String pod, String text) {
    logs.put(pod, text);
  }

  @Override
  public void close() {
    administrator.close();
    server.destroy();
  }

  static MockResponse refusal(int status, String message) {
    return new MockResponse()
        .setResponseCode(status)
        .setHeader("Content-Type", "application/json")
        .setBody(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"message\":%s}"
                .formatted(status, Serialization.asJson(message)));
  }

  /** What is answered; the request is carried out when that is asked for. */
  @FunctionalInterface
  interface Effect {
    MockResponse on(Supplier<MockResponse> carriedOut);
  }

  /** A request of the adapter. */
  record Asked(String method, String path, String body) {
    boolean isPatchOf(String resource) {
      return method.equals("PATCH") && path.contains("/" + resource);
    }

    boolean isListOf(String resource) {
      return method.equals("GET")
          && !path.contains("watch=true")
          && path.replaceAll("\\?.*", "").endsWith("/" + resource);
    }
  }

  private static final class Fault {
    private final Predicate<Asked> which;
    private final Effect effect;
    private int left;

    Fault(int times, Predicate<Asked> which, Effect effect) {
      this.left = times;
      this.which = which;
      this.effect = effect;
    }

    synchronized boolean strikes(Asked request) {
      if (left == 0 || !which.test(request)) {
        return false;
      }
      left--;
      return true;
    }
  }

  private final class Watched extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String agent = request.getHeader("User-Agent");
      if (!"paastis".equals(agent)) {
        return objects.dispatch(request);
      }
      byte[] read = request.getBody() == null ? null : request.getBody().getBytes();
      String body = read == null ? "" : new String(read, StandardCharsets.UTF_8);
      Asked now = new Asked(request.getMethod(), request.getPath(), body);
      asked.add(now);
      if (locked) {
        return refusal(401, "Unauthorized");
      }
      for (Fault fault : faults) {
        if (fault.strikes(now)) {
          return fault.effect.on(() -> carryOut(request, now));
        }
      }
      return carryOut(request, now);
    }

    private MockResponse carryOut(RecordedRequest request, Asked now) {
      MockResponse ours = answered(now);
      if (ours != null) {
        return ours;
      }
      MockResponse answer = objects.dispatch(request);
      if (!now.method().equals("PATCH") || answer.code() >= 300) {
        return answer;
      }
      patched.add(now);
      return withoutNulls(request, answer);
    }

    /** The mock keeps what a merge patch takes away, as a null. */
    private MockResponse withoutNulls(RecordedRequest patch, MockResponse answer) {
      String body = new String(answer.getBody().getBytes(), StandardCharsets.UTF_8);
      var object = Serialization.unmarshal(body, GenericKubernetesResource.class);
      Map<String, String> annotations = object.getMetadata().getAnnotations();
      if (annotations == null || !annotations.values().removeIf(Objects::isNull)) {
        return answer;
      }
      return objects.dispatch(
          new RecordedRequest(
              patch.getHttpVersion(),
              HttpMethod.PUT,
              patch.getPath(),
              patch.getHeaders(),
              new Buffer(Serialization.asJson(object).getBytes(StandardCharsets.UTF_8))));
    }

    private @Nullable MockResponse answered(Asked now) {
      if (now.path().contains("/selfsubjectaccessreviews")) {
        return json(review(now.body()));
      }
      if (now.path().contains("/log?")) {
        String pod = now.path().replaceAll(".*/pods/([^/]+)/log.*", "$1");
        return new MockResponse().setResponseCode(200).setBody(logs.getOrDefault(pod, "\n"));
      }
      return null;
    }

    private MockResponse json(Object object) {
      return new MockResponse().setResponseCode(201).setBody(Serialization.asJson(object));
    }

    private SelfSubjectAccessReview review(String body) {
      var review = Serialization.unmarshal(body, SelfSubjectAccessReview.class);
      var what = review.getSpec().getResourceAttributes();
      String resource =
          what.getSubresource() == null
              ? what.getResource()
              : what.getResource() + "/" + what.getSubresource();
      boolean allowed = !denied.contains(what.getVerb() + " " + resource);
      return new SelfSubjectAccessReviewBuilder(review)
          .withNewStatus()
          .withAllowed(allowed)
          .endStatus()
          .build();
    }

    @Override
    public void shutdown() {
      objects.shutdown();
    }
  }
}
