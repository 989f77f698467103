// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client of the gateway's TLS on this machine, which asks for any name and believes anybody. */
public final class SecureClient {
  private static final String PASSWORD = "changeit";

  private static final X509TrustManager BELIEVING =
      new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
          return new X509Certificate[0];
        }
      };

  private final int port;
  private final SSLContext context;

  /** A client of that port. */
  public SecureClient(int port) throws GeneralSecurityException {
    this.port = port;
    this.context = SSLContext.getInstance("TLS");
    this.context.init(null, new TrustManager[] {BELIEVING}, null);
  }

  /** The certificate shown for that host. */
  public X509Certificate certificate(String host) throws IOException {
    try (SSLSocket socket = connect(host)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** The whole answer to a request there. */
  public String get(String host, String path, String... headers) throws IOException {
    try (SSLSocket socket = connect(host)) {
      return ask(socket, host, path, headers);
    }
  }

  /** Asks by HTTP/2 where the gateway agrees; the host must be one of this machine. */
  public HttpResponse<String> byHttp2(String host, String path)
      throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(context).build()) {
      URI address = URI.create("https://" + host + ":" + port + path);
      return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
  }

  /** The whole answer to the same request without TLS. */
  public static String clear(int port, String host, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return ask(socket, host, path);
    }
  }

  private static String ask(Socket socket, String host, String path, String... headers)
      throws IOException {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n".formatted(path, host, more);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private SSLSocket connect(String host) throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    plain.setSoTimeout(60_000);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /** Reads a certificate in PEM. */
  public static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** Makes a certificate that signs itself with the JDK's own tool, and writes both as PEM. */
  public static void makeCertificate(String host, Path chain, Path key)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = Files.createTempDirectory("paastis-key-").resolve("key.p12");
    String[] command =
        ("%s/bin/keytool -genkeypair -alias it -keyalg EC -storetype PKCS12 -storepass %s"
                + " -dname CN=test -validity 365 -ext san=dns:%s -keystore %s")
            .formatted(System.getProperty("java.home"), PASSWORD, host, store)
            .split(" ", -1);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
    KeyStore read = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Files.writeString(
        key, pem("PRIVATE KEY", read.getKey("it", PASSWORD.toCharArray()).getEncoded()));
    Files.writeString(chain, pem("CERTIFICATE", read.getCertificate("it").getEncoded()));
    Files.delete(store);
    Files.delete(store.getParent());
  }

  private static String pem(String kind, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind);
  }
}
