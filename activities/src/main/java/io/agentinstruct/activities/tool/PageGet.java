package io.agentinstruct.activities.tool;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * One GET of a checked address, over a connection of its own to one of the checked addresses:
 * without proxy, cookies, credentials, redirects or second thoughts.
 */
final class PageGet {
  private static final int MOST_BYTES = 2 << 20;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final OkHttpClient http;

  PageGet() {
    this(new OkHttpClient.Builder());
  }

  /** For tests, whose certificates nobody else trusts. */
  PageGet(SSLSocketFactory sockets, X509TrustManager trust) {
    this(new OkHttpClient.Builder().sslSocketFactory(sockets, trust));
  }

  private PageGet(OkHttpClient.Builder builder) {
    this.http =
        builder
            .proxy(Proxy.NO_PROXY)
            .socketFactory(new DirectSockets())
            .cookieJar(CookieJar.NO_COOKIES)
            .authenticator(Authenticator.NONE)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(CONNECT)
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .build();
  }

  /**
   * What came.
   *
   * @param type media type with its parameters as sent; empty = none
   * @param encoding of the content, where it is not ours to undo; empty = none
   * @param location of a redirect; empty = none
   * @param cut whether there was more than may be read
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, right where it was made
  record Got(
      int status, String type, String encoding, String location, byte[] bytes, boolean cut) {}

  private static String header(Response response, String name) {
    String value = response.header(name);
    return value == null ? "" : value;
  }

  /**
   * @param left how long all of it may take, the body included
   */
  Got get(FetchGuard.Checked checked, Duration left) throws IOException {
    OkHttpClient once =
        http.newBuilder()
            .dns(host -> addresses(checked, host))
            .callTimeout(left)
            .readTimeout(left)
            .build();
    Request request =
        new Request.Builder()
            .url(checked.url())
            .header("User-Agent", "agentinstruct")
            .header(
                "Accept", "text/html, text/*;q=0.9, application/json;q=0.9, application/xml;q=0.8")
            .build();
    try (Response response = once.newCall(request).execute()) {
      boolean read = response.isSuccessful();
      byte[] bytes = read ? body(response) : new byte[0];
      boolean cut = bytes.length > MOST_BYTES;
      return new Got(
          response.code(),
          header(response, "Content-Type"),
          header(response, "Content-Encoding"),
          response.isRedirect() ? header(response, "Location") : "",
          cut ? Arrays.copyOf(bytes, MOST_BYTES) : bytes,
          cut);
    }
  }

  /** Unpacked, and no further than the cap: a small packet may hold gigabytes. */
  private static byte[] body(Response response) throws IOException {
    try (InputStream in = response.body().byteStream()) {
      return in.readNBytes(MOST_BYTES + 1);
    }
  }

  /** Only what was checked: a second question to the name server could be answered otherwise. */
  private static List<InetAddress> addresses(FetchGuard.Checked checked, String host)
      throws UnknownHostException {
    if (!host.equals(checked.url().host())) {
      throw new UnknownHostException(host);
    }
    return checked.addresses();
  }

  /** Plain sockets would go through a SOCKS proxy of the surroundings. */
  private static final class DirectSockets extends SocketFactory {
    @Override
    public Socket createSocket() {
      return new Socket(Proxy.NO_PROXY);
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException("connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException("connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException("connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException("connects by itself");
    }
  }
}
