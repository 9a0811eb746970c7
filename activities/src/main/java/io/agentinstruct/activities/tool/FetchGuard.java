package io.agentinstruct.activities.tool;

import io.agentinstruct.activities.tool.FetchRefused.Why;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Decides whether an address may be fetched, and at which network addresses alone. An agent that
 * reads strangers' texts may be told by one of them to look into our own network; nothing there may
 * answer. Parsed once, by the parser whose result is connected to; each name is resolved once.
 */
final class FetchGuard {
  private static final int MOST_CHARACTERS = 2_000;
  private static final long RESOLVE_SECONDS = 5;
  private static final Pattern STRANGE = Pattern.compile("[\\s\\p{C}\\p{Z}\\\\]");
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:");
  private static final Pattern WEB = Pattern.compile("^(?i)https?://(?<authority>[^/?#]*)");
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z0-9-]{2,63}");

  /** Special-use names, and those that private networks give themselves (RFC 6761, 6762, 8375). */
  private static final Set<String> LOCAL =
      Set.of(
          "localhost",
          "localdomain",
          "local",
          "internal",
          "intranet",
          "private",
          "corp",
          "home",
          "lan",
          "arpa",
          "onion",
          "alt",
          "test",
          "invalid",
          "example");

  /** All addresses of a name. */
  interface Resolver {
    List<InetAddress> addresses(String host) throws UnknownHostException;
  }

  /**
   * What may be connected to.
   *
   * @param addresses all of the host's, each checked; no others may be used
   */
  record Checked(HttpUrl url, List<InetAddress> addresses) {}

  private final Predicate<String> hosts;
  private final Resolver resolver;
  private final Predicate<InetAddress> open;
  private final IntPredicate ports;

  private FetchGuard(
      Predicate<String> hosts, Resolver resolver, Predicate<InetAddress> open, IntPredicate ports) {
    this.hosts = hosts;
    this.resolver = resolver;
    this.open = open;
    this.ports = ports;
  }

  /**
   * @param hosts names such as {@code docs.example.org} or {@code *.example.org}; none = any public
   *     host
   */
  static FetchGuard of(List<String> hosts, Resolver resolver) {
    return new FetchGuard(
        listed(hosts), resolver, PublicAddresses::contain, port -> port == 80 || port == 443);
  }

  /**
   * For tests, which have only this machine to fetch from. Nothing that people write leads here.
   */
  static FetchGuard forTests(Resolver resolver, Predicate<InetAddress> open) {
    return new FetchGuard(host -> true, resolver, open, port -> true);
  }

  static List<InetAddress> system(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(host));
  }

  private static Predicate<String> listed(List<String> hosts) {
    List<String> names = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    return host ->
        names.isEmpty()
            || names.stream()
                .anyMatch(name ->
                    name.startsWith("*.") ? host.endsWith(name.substring(1)) : host.equals(name));
  }

  Checked check(String address) throws FetchRefused, InterruptedException {
    HttpUrl url = parsed(address);
    String host = url.host();
    if (!ports.test(url.port())) {
      throw new FetchRefused(Why.PORT);
    }
    boolean literal = host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    if (!literal) {
      refuseStrangeName(host);
    }
    if (!hosts.test(host)) {
      throw new FetchRefused(Why.NOT_LISTED);
    }
    List<InetAddress> addresses = literal ? List.of(InetAddress.ofLiteral(host)) : resolved(host);
    if (!addresses.stream().allMatch(open)) {
      throw new FetchRefused(Why.NOT_PUBLIC);
    }
    return new Checked(url, addresses);
  }

  /** Where a redirect leads, checked as strictly as what an agent gives. */
  Checked check(HttpUrl from, String location) throws FetchRefused, InterruptedException {
    if (SCHEME.matcher(location).find()) {
      return check(location);
    }
    if (location.startsWith("//")) {
      return check(from.scheme() + ":" + location);
    }
    refuseStrangeCharacters(location);
    HttpUrl to = from.resolve(location);
    if (to == null) {
      throw new FetchRefused(Why.NO_HOST);
    }
    return check(to.toString());
  }

  private static HttpUrl parsed(String address) throws FetchRefused {
    refuseStrangeCharacters(address);
    var web = WEB.matcher(address);
    if (!web.find()) {
      throw new FetchRefused(Why.SCHEME);
    }
    String authority = web.group("authority");
    if (authority.contains("@")) {
      throw new FetchRefused(Why.USER_INFO);
    }
    if (authority.contains("%")) {
      throw new FetchRefused(Why.ENCODED_HOST);
    }
    HttpUrl url = HttpUrl.parse(address);
    if (url == null) {
      throw new FetchRefused(Why.NO_HOST);
    }
    return url.newBuilder().fragment(null).build();
  }

  private static void refuseStrangeCharacters(String address) throws FetchRefused {
    if (address.length() > MOST_CHARACTERS) {
      throw new FetchRefused(Why.TOO_LONG);
    }
    if (STRANGE.matcher(address).find()) {
      throw new FetchRefused(Why.STRANGE_CHARACTERS);
    }
  }

  /**
   * The platform reads {@code 127.1} and {@code 2130706433} as loopback; nobody means that well.
   */
  private static void refuseStrangeName(String host) throws FetchRefused {
    if (NUMERIC.matcher(host).matches()) {
      throw new FetchRefused(Why.NUMERIC_HOST);
    }
    String top = host.substring(host.lastIndexOf('.') + 1);
    if (!NAME.matcher(host).matches() || LOCAL.contains(top)) {
      throw new FetchRefused(Why.LOCAL_NAME);
    }
  }

  /** Ends in time: a name server may keep silent, and the platform then waits for long. */
  private List<InetAddress> resolved(String host) throws FetchRefused, InterruptedException {
    FutureTask<List<InetAddress>> task = new FutureTask<>(() -> resolver.addresses(host));
    Thread.ofVirtual().name("resolve").start(task);
    try {
      List<InetAddress> addresses = task.get(RESOLVE_SECONDS, TimeUnit.SECONDS);
      if (addresses.isEmpty()) {
        throw new FetchRefused(Why.UNKNOWN_HOST);
      }
      return List.copyOf(addresses);
    } catch (ExecutionException | TimeoutException e) {
      throw new FetchRefused(Why.UNKNOWN_HOST);
    } finally {
      task.cancel(true);
    }
  }
}
