// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.link;

import dev.paastis.app.AppId;
import dev.paastis.app.EventType;
import dev.paastis.notice.Delivery;
import dev.paastis.notice.Links;
import dev.paastis.notice.Notice;
import dev.paastis.provider.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads links that do one thing to one app: what, to which, until when, signed with a key
 * of the space. A link that was not made here does nothing. That it works once is for whoever
 * carries it out to see to, by {@link Ticket#id} and {@link Ticket#action}. Safe for use by many
 * threads.
 */
public final class LinkTokens implements Links {
  /** How long a link works. */
  public static final Duration LIFETIME = Duration.ofHours(24);

  /** The path below which links lead. */
  public static final String PATH = "/link/";

  private static final int PAYLOAD = 1 + 2 * Long.BYTES + 2 * Long.BYTES + Long.BYTES;
  private static final int TAG = 32;
  private static final byte[] PURPOSE = "paastis link 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final SecretKeySpec key;
  private final Supplier<String> base;

  /**
   * Links that begin with that address, which is asked for when a message is sent.
   *
   * @param key random, in Base64, at least 32 bytes
   */
  public LinkTokens(Secret key, Supplier<String> base) {
    byte[] bytes = Base64.getDecoder().decode(key.reveal());
    if (bytes.length < TAG) {
      throw new IllegalArgumentException("a key for links has at least 32 bytes");
    }
    this.key = new SecretKeySpec(bytes, "HmacSHA256");
    this.base = base;
  }

  /** What a link does. */
  public enum Action {
    /** Wakes the app. */
    WAKE((byte) 1),
    /** Wakes the app and keeps it awake for two hours. */
    PIN((byte) 2);

    private final byte code;

    Action(byte code) {
      this.code = code;
    }

    private static Action of(byte code) {
      return code == PIN.code ? PIN : WAKE; // only our own signature leads here
    }
  }

  /**
   * What a link allows.
   *
   * @param id of the message that it came with
   * @param action what it does
   * @param app to which app
   * @param expiresAt until when
   */
  public record Ticket(UUID id, Action action, AppId app, Instant expiresAt) {}

  @Override
  public List<Link> of(Delivery delivery) {
    if (delivery.form() != Delivery.Form.EVENT) {
      return List.of();
    }
    Notice notice = delivery.notices().getFirst();
    @Nullable AppId app = notice.app();
    List<Link> links = new ArrayList<>();
    if (app != null && mayWake(notice.type())) {
      links.add(link("Wake it", Action.WAKE, delivery, app));
    }
    if (app != null && (mayWake(notice.type()) || mayPin(notice.type()))) {
      links.add(link("Keep it awake for 2 h", Action.PIN, delivery, app));
    }
    return links;
  }

  /**
   * What the token allows; empty when it was not made here. Whether it has expired is not asked.
   */
  public Optional<Ticket> read(String token) {
    try {
      byte[] bytes = DECODER.decode(token);
      if (bytes.length != PAYLOAD + TAG) {
        return Optional.empty();
      }
      byte[] payload = Arrays.copyOf(bytes, PAYLOAD);
      byte[] tag = Arrays.copyOfRange(bytes, PAYLOAD, bytes.length);
      return MessageDigest.isEqual(tag, sign(payload))
          ? Optional.of(ticket(ByteBuffer.wrap(payload)))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The token of what is allowed. */
  public String token(Ticket ticket) {
    ByteBuffer payload = ByteBuffer.allocate(PAYLOAD);
    payload.put(ticket.action().code);
    put(payload, ticket.id());
    put(payload, ticket.app().value());
    payload.putLong(ticket.expiresAt().getEpochSecond());
    ByteBuffer whole = ByteBuffer.allocate(PAYLOAD + TAG);
    whole.put(payload.array()).put(sign(payload.array()));
    return ENCODER.encodeToString(whole.array());
  }

  private Link link(String title, Action action, Delivery delivery, AppId app) {
    Instant end = delivery.createdAt().plus(LIFETIME);
    return new Link(title, address() + token(new Ticket(delivery.id(), action, app, end)));
  }

  private String address() {
    String url = base.get();
    return (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + PATH;
  }

  private static boolean mayWake(EventType type) {
    return switch (type) {
      case FELL_ASLEEP, FOUND_ASLEEP, WAKE_FAILED, WAKE_REFUSED, CRASHED -> true;
      default -> false;
    };
  }

  private static boolean mayPin(EventType type) {
    return switch (type) {
      case WOKEN, FOUND_AWAKE, SLEEP_STARTED, SLEEP_CALLED_OFF, SLEEP_VETOED -> true;
      default -> false;
    };
  }

  private static void put(ByteBuffer payload, UUID id) {
    payload.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static Ticket ticket(ByteBuffer payload) {
    Action action = Action.of(payload.get());
    UUID id = new UUID(payload.getLong(), payload.getLong());
    AppId app = new AppId(new UUID(payload.getLong(), payload.getLong()));
    return new Ticket(id, action, app, Instant.ofEpochSecond(payload.getLong()));
  }

  private byte[] sign(byte[] payload) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      mac.update(PURPOSE);
      return mac.doFinal(payload);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + key.getAlgorithm(), e);
    }
  }
}
