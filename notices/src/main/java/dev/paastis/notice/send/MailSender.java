// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import dev.paastis.notice.Delivery;
import dev.paastis.notice.SendOutcome;
import dev.paastis.notice.Sender;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Sends mail: plain text and HTML, by SMTP. */
final class MailSender implements Sender {
  private static final Duration STEP_TIME = Duration.ofSeconds(15);
  private static final Duration TIME = Duration.ofSeconds(60);

  private final Smtp smtp;
  private final List<String> to;
  private final Wording wording;
  private final Session session;

  /** Trusts the machine's authorities. */
  MailSender(Smtp smtp, List<String> to, Wording wording) {
    this(smtp, to, wording, null);
  }

  /**
   * Opens encrypted connections by that factory.
   *
   * @param sockets {@code null} for the machine's own
   */
  MailSender(Smtp smtp, List<String> to, Wording wording, @Nullable SSLSocketFactory sockets) {
    this.smtp = smtp;
    this.to = List.copyOf(to);
    this.wording = wording;
    this.session = Session.getInstance(properties(smtp, sockets), authenticator(smtp));
  }

  /** On a virtual thread, whose interrupt closes the socket: a server that trickles is cut off. */
  @Override
  public SendOutcome send(Delivery delivery) throws InterruptedException {
    FutureTask<SendOutcome> task = new FutureTask<>(() -> sendNow(delivery));
    Thread.ofVirtual().name("mail").start(task);
    try {
      return task.get(TIME.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      return notNow("did not take the message within " + TIME.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a mail could not be built", e.getCause());
    } finally {
      task.cancel(true);
    }
  }

  private SendOutcome sendNow(Delivery delivery) {
    try {
      Transport.send(message(delivery));
      return new SendOutcome.Delivered();
    } catch (MessagingException e) {
      return notNow("refuses: " + reason(e));
    }
  }

  private SendOutcome notNow(String why) {
    String server = "the mail server " + smtp.host() + ":" + smtp.port() + " ";
    return new SendOutcome.NotNow(server + why, null);
  }

  private MimeMessage message(Delivery delivery) throws MessagingException {
    Told told = wording.of(delivery);
    MimeMessage message = new Identified(session, delivery.messageId());
    message.setFrom(new InternetAddress(smtp.from()));
    for (String address : to) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(address));
    }
    message.setSubject("[Paastis] " + told.title(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(delivery.createdAt()));
    message.setHeader("Auto-Submitted", "auto-generated");
    MimeMultipart both = new MimeMultipart("alternative");
    both.addBodyPart(part(Mails.text(told), "plain"));
    both.addBodyPart(part(Mails.html(told), "html"));
    message.setContent(both);
    return message;
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, StandardCharsets.UTF_8.name(), subtype);
    return part;
  }

  private static String reason(MessagingException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String first = Texts.line(String.valueOf(e.getMessage()), 200);
    String last = Texts.line(String.valueOf(cause.getMessage()), 200);
    return first.equals(last) ? first : first + " (" + last + ")";
  }

  private static Properties properties(Smtp smtp, @Nullable SSLSocketFactory sockets) {
    String step = Long.toString(STEP_TIME.toMillis());
    Properties properties = new Properties();
    properties.put("mail.smtp.host", smtp.host());
    properties.put("mail.smtp.port", Integer.toString(smtp.port()));
    properties.put("mail.smtp.connectiontimeout", step);
    properties.put("mail.smtp.timeout", step);
    properties.put("mail.smtp.writetimeout", step);
    String starttls = Boolean.toString(smtp.encryption() == Smtp.Encryption.STARTTLS);
    properties.put("mail.smtp.starttls.enable", starttls);
    properties.put("mail.smtp.starttls.required", starttls);
    properties.put(
        "mail.smtp.ssl.enable", Boolean.toString(smtp.encryption() == Smtp.Encryption.TLS));
    if (sockets != null) {
      properties.put("mail.smtp.ssl.socketFactory", sockets);
    }
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.auth", Boolean.toString(smtp.login() != null));
    return properties;
  }

  private static @Nullable Authenticator authenticator(Smtp smtp) {
    Smtp.@Nullable Login login = smtp.login();
    if (login == null) {
      return null;
    }
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(login.user(), login.password().reveal());
      }
    };
  }

  /** Keeps its id on every try, so that a mail program can tell a repetition. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id + "@paastis>");
    }
  }
}
