package io.agentinstruct.activities.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentinstruct.activities.tool.FetchRefused.Why;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that lead where nobody outside may look, and the reason for which each is refused. */
class FetchGuardTest {
  private static final String PUBLIC = "93.184.215.14";

  /** What a name server in an attacker's hands, or a cloud's own, would say. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("docs.example.org", PUBLIC),
          Map.entry("v6.example.org", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"),
          Map.entry("xn--wgv71a119e.jp", PUBLIC),
          Map.entry("loop.example.org", "127.0.0.1"),
          Map.entry("loop6.example.org", "::1"),
          Map.entry("meta.example.org", "169.254.169.254"),
          Map.entry("meta6.example.org", "fd00:ec2::254"),
          Map.entry("alibaba.example.org", "100.100.100.200"),
          Map.entry("two.example.org", PUBLIC + " 10.0.0.7"),
          Map.entry("two6.example.org", PUBLIC + " fd12:3456::1"),
          Map.entry("127.0.0.1.nip.example.org", "127.0.0.1"),
          Map.entry("metadata.google.com", "169.254.169.254"),
          Map.entry("xn--80ak6aa92e.com", "192.168.1.1"),
          Map.entry("zero.example.org", "0.0.0.0"),
          Map.entry("mapped.example.org", "::ffff:10.1.2.3"));

  private final FetchGuard guard = FetchGuard.of(List.of(), FetchGuardTest::resolved);

  private static List<InetAddress> resolved(String host) throws UnknownHostException {
    String addresses = NAMES.get(host);
    if (addresses == null) {
      throw new UnknownHostException(host);
    }
    return Arrays.stream(addresses.split(" ")).map(InetAddress::ofLiteral).toList();
  }

  private Why refusal(String address) {
    FetchRefused refused = catchThrowableOfType(FetchRefused.class, () -> guard.check(address));
    assertThat(refused).as(address).isNotNull();
    return refused.why();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        // loopback and its odd spellings
        "http://127.0.0.1/, NOT_PUBLIC",
        "http://127.255.255.254/, NOT_PUBLIC",
        "http://2130706433/, NUMERIC_HOST",
        "http://017700000001/, NUMERIC_HOST",
        "http://0177.0.0.1/, NUMERIC_HOST",
        "http://0x7f000001/, NUMERIC_HOST",
        "http://0x7f.0.0.1/, NUMERIC_HOST",
        "http://0X7F.1/, NUMERIC_HOST",
        "http://127.1/, NUMERIC_HOST",
        "http://127.0.1/, NUMERIC_HOST",
        "http://127.0.0.01/, NUMERIC_HOST",
        "http://127.0.0.1./, NUMERIC_HOST",
        "http://0/, NUMERIC_HOST",
        "http://256.256.256.256/, NUMERIC_HOST",
        "http://4294967297/, NUMERIC_HOST",
        "http://1.2.3.4.5/, NUMERIC_HOST",
        "http://0.0.0.0/, NOT_PUBLIC",
        "http://0.1.2.3/, NOT_PUBLIC",
        "http://[::1]/, NOT_PUBLIC",
        "http://[0:0:0:0:0:0:0:1]/, NOT_PUBLIC",
        "http://[::]/, NOT_PUBLIC",
        // names of this machine and of private networks
        "http://localhost/, LOCAL_NAME",
        "http://LOCALHOST/, LOCAL_NAME",
        "http://localhost./, LOCAL_NAME",
        "http://a.localhost/, LOCAL_NAME",
        "http://localhost.localdomain/, LOCAL_NAME",
        "http://printer.local/, LOCAL_NAME",
        "http://db.internal/, LOCAL_NAME",
        "http://metadata.google.internal/computeMetadata/v1/, LOCAL_NAME",
        "http://metadata/, LOCAL_NAME",
        "http://router/, LOCAL_NAME",
        "http://wiki.corp/, LOCAL_NAME",
        "http://docs.example.org./, LOCAL_NAME",
        "http://docs..example.org/, NO_HOST",
        // private networks
        "http://10.0.0.1/, NOT_PUBLIC",
        "http://172.16.0.1/, NOT_PUBLIC",
        "http://172.31.255.255/, NOT_PUBLIC",
        "http://192.168.0.1/, NOT_PUBLIC",
        "http://100.64.0.1/, NOT_PUBLIC",
        "http://100.100.100.200/latest/meta-data/, NOT_PUBLIC",
        "http://169.254.169.254/latest/meta-data/, NOT_PUBLIC",
        "http://169.254.170.2/v2/credentials, NOT_PUBLIC",
        "http://2852039166/latest/meta-data/, NUMERIC_HOST",
        "http://192.0.0.192/, NOT_PUBLIC",
        "http://192.0.2.1/, NOT_PUBLIC",
        "http://192.88.99.1/, NOT_PUBLIC",
        "http://198.18.0.1/, NOT_PUBLIC",
        "http://198.19.255.255/, NOT_PUBLIC",
        "http://198.51.100.1/, NOT_PUBLIC",
        "http://203.0.113.1/, NOT_PUBLIC",
        "http://224.0.0.1/, NOT_PUBLIC",
        "http://240.0.0.1/, NOT_PUBLIC",
        "http://255.255.255.255/, NOT_PUBLIC",
        // IPv6 that is something else
        "http://[::ffff:127.0.0.1]/, NOT_PUBLIC",
        "http://[::ffff:7f00:1]/, NOT_PUBLIC",
        "http://[::ffff:a9fe:a9fe]/, NOT_PUBLIC",
        "http://[0:0:0:0:0:ffff:10.0.0.1]/, NOT_PUBLIC",
        "http://[::127.0.0.1]/, NOT_PUBLIC",
        "http://[::7f00:1]/, NOT_PUBLIC",
        "http://[64:ff9b::7f00:1]/, NOT_PUBLIC",
        "http://[64:ff9b::169.254.169.254]/, NOT_PUBLIC",
        "http://[64:ff9b:1::1]/, NOT_PUBLIC",
        "http://[2002:7f00:1::]/, NOT_PUBLIC",
        "http://[2002:a9fe:a9fe::1]/, NOT_PUBLIC",
        "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/, NOT_PUBLIC",
        "http://[2001:db8::1]/, NOT_PUBLIC",
        "http://[3fff::1]/, NOT_PUBLIC",
        "http://[fe80::1]/, NOT_PUBLIC",
        "http://[fc00::1]/, NOT_PUBLIC",
        "http://[fd00:ec2::254]/latest/meta-data/, NOT_PUBLIC",
        "http://[ff02::1]/, NOT_PUBLIC",
        "http://[fec0::1]/, NOT_PUBLIC",
        "http://[100::1]/, NOT_PUBLIC",
        "http://[fe80::1%25eth0]/, ENCODED_HOST",
        "http://[fe80::1%eth0]/, ENCODED_HOST",
        "http://[::1/, NO_HOST",
        "http://[]/, NO_HOST",
        // names that lead there
        "http://loop.example.org/, NOT_PUBLIC",
        "http://loop6.example.org/, NOT_PUBLIC",
        "http://meta.example.org/latest/, NOT_PUBLIC",
        "http://meta6.example.org/, NOT_PUBLIC",
        "http://alibaba.example.org/, NOT_PUBLIC",
        "http://127.0.0.1.nip.example.org/, NOT_PUBLIC",
        "http://metadata.google.com/, NOT_PUBLIC",
        "http://zero.example.org/, NOT_PUBLIC",
        "http://mapped.example.org/, NOT_PUBLIC",
        "http://two.example.org/, NOT_PUBLIC",
        "http://two6.example.org/, NOT_PUBLIC",
        "http://xn--80ak6aa92e.com/, NOT_PUBLIC",
        "http://аррӏе.com/, NOT_PUBLIC",
        "http://nowhere.example.org/, UNKNOWN_HOST",
        // other writings of digits and dots
        "http://127。0。0。1/, NOT_PUBLIC",
        "http://１２７.０.０.１/, NOT_PUBLIC",
        "http://①②⑦.⓪.⓪.①/, NOT_PUBLIC",
        "http://169｡254｡169｡254/, NOT_PUBLIC",
        "http://ｌｏｃａｌｈｏｓｔ/, LOCAL_NAME",
        "http://loop。example。org/, NOT_PUBLIC",
        "http://%31%32%37.0.0.1/, ENCODED_HOST",
        "http://127%2e0%2e0%2e1/, ENCODED_HOST",
        "http://loc%61lhost/, ENCODED_HOST",
        "http://example.org%2f@127.0.0.1/, USER_INFO",
        // who is the host?
        "http://user@docs.example.org/, USER_INFO",
        "http://user:word@docs.example.org/, USER_INFO",
        "http://docs.example.org@127.0.0.1/, USER_INFO",
        "http://@docs.example.org/, USER_INFO",
        "http://docs.example.org:80@127.0.0.1/, USER_INFO",
        "http://127.0.0.1#@docs.example.org/, NOT_PUBLIC",
        "http://127.0.0.1?@docs.example.org/, NOT_PUBLIC",
        "http://127.0.0.1/@docs.example.org/, NOT_PUBLIC",
        "http:\\\\127.0.0.1\\, STRANGE_CHARACTERS",
        "http://docs.example.org\\@127.0.0.1/, STRANGE_CHARACTERS",
        "http://127.0.0.1\\.docs.example.org/, STRANGE_CHARACTERS",
        "http:///127.0.0.1/, NOT_PUBLIC",
        "http://, NO_HOST",
        "http:///, NO_HOST",
        "http://./, NO_HOST",
        "http://*/, LOCAL_NAME",
        "http://-/, LOCAL_NAME",
        // ports
        "http://docs.example.org:22/, PORT",
        "http://docs.example.org:8080/, PORT",
        "http://docs.example.org:6379/, PORT",
        "http://docs.example.org:65616/, NO_HOST",
        "http://docs.example.org:0/, NO_HOST",
        "http://docs.example.org:80:22/, NO_HOST",
        // schemes
        "file:///etc/passwd, SCHEME",
        "file://docs.example.org/etc/passwd, SCHEME",
        "gopher://docs.example.org:6379/_FLUSHALL, SCHEME",
        "ftp://docs.example.org/, SCHEME",
        "data:text/html;base64;PGI+, SCHEME",
        "jar:http://docs.example.org/a.jar!/b, SCHEME",
        "dict://docs.example.org:11211/stat, SCHEME",
        "ldap://docs.example.org/, SCHEME",
        "ws://docs.example.org/, SCHEME",
        "javascript:alert(1), SCHEME",
        "netdoc:///etc/passwd, SCHEME",
        "url:http://127.0.0.1/, SCHEME",
        "//127.0.0.1/, SCHEME",
        "docs.example.org, SCHEME",
        "http:127.0.0.1, SCHEME",
        "http:/127.0.0.1/, SCHEME",
        "``, SCHEME",
      })
  void isRefusedFor(String address, Why why) {
    assertThat(refusal(address)).as(address).isEqualTo(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://docs.example.org/\r\nHost: 127.0.0.1",
        "http://docs.example.org\r\n/",
        "http://docs.exam\tple.org/",
        "http://docs.example.org/a b",
        "http://docs.example.org\u0000.example.net/",
        "http://127.0.0.1\u00ad/",
        "http://docs.example.org\u200b/",
        "http://docs.example.org\u3000/",
        "\u0001http://docs.example.org/",
        "http://docs.example.org\u2028/",
      })
  void charactersThatParsersReadInTwoWaysAreRefused(String address) {
    assertThat(refusal(address)).isEqualTo(Why.STRANGE_CHARACTERS);
  }

  @Test
  void whatIsOverlongIsRefused() {
    assertThat(refusal("http://docs.example.org/" + "a".repeat(2_000))).isEqualTo(Why.TOO_LONG);
    assertThat(refusal("http://" + "a.".repeat(300) + "org/")).isIn(Why.NO_HOST, Why.LOCAL_NAME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://docs.example.org/",
        "HTTPS://Docs.Example.ORG/a?b=c#d",
        "http://docs.example.org:443/",
        "https://v6.example.org/%E6%97%A5",
        "https://日本語.jp/記事",
        "http://93.184.215.14/",
        "http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
      })
  void whatIsPublicIsNot(String address) throws Exception {
    FetchGuard.Checked checked = guard.check(address);

    assertThat(checked.addresses()).isNotEmpty().allMatch(PublicAddresses::contain);
    assertThat(checked.url().encodedFragment()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1/, NOT_PUBLIC",
    "//127.0.0.1/, NOT_PUBLIC",
    "//loop.example.org/, NOT_PUBLIC",
    "file:///etc/passwd, SCHEME",
    "FILE:/etc/passwd, SCHEME",
    "gopher://docs.example.org/, SCHEME",
    "http:\\\\127.0.0.1/, STRANGE_CHARACTERS",
    "\\\\127.0.0.1\\a, STRANGE_CHARACTERS",
    "https://docs.example.org:8443/, PORT",
    "http://a@docs.example.org/, USER_INFO",
    "/\\127.0.0.1/, STRANGE_CHARACTERS",
  })
  void redirectsAreCheckedLikeAnyAddress(String location, Why why) {
    HttpUrl from = HttpUrl.get("http://docs.example.org/a");

    assertThat(catchThrowableOfType(FetchRefused.class, () -> guard.check(from, location)).why())
        .isEqualTo(why);
  }

  @Test
  void redirectsMayBeRelative() throws Exception {
    HttpUrl from = HttpUrl.get("http://docs.example.org/a/b");

    assertThat(guard.check(from, "../c?d").url()).hasToString("http://docs.example.org/c?d");
  }

  @Test
  void onlyListedHostsAreFetchedWhereSomeAreListed() throws Exception {
    FetchGuard listed =
        FetchGuard.of(
            List.of("Docs.example.org", "*.example.com"), host -> resolved("docs.example.org"));

    assertThat(listed.check("http://docs.example.org/").addresses()).isNotEmpty();
    assertThat(listed.check("http://a.b.example.com/").addresses()).isNotEmpty();
    for (String host :
        List.of("example.com", "evilexample.com", "docs.example.org.evil.net", PUBLIC)) {
      assertThat(
              catchThrowableOfType(FetchRefused.class, () -> listed.check("http://" + host + "/"))
                  .why())
          .as(host)
          .isEqualTo(Why.NOT_LISTED);
    }
  }

  @Test
  void aListOfHostsOpensNoPrivateNetwork() {
    FetchGuard listed = FetchGuard.of(List.of("loop.example.org"), FetchGuardTest::resolved);

    assertThat(
            catchThrowableOfType(FetchRefused.class, () -> listed.check("http://loop.example.org/"))
                .why())
        .isEqualTo(Why.NOT_PUBLIC);
  }
}
