package io.agentinstruct.activities.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.seed.PageText;
import io.agentinstruct.activities.tool.FetchRefused.Why;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.ToolSpec;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;

/**
 * Fetches a page of the public Internet and gives its text, as JSON, so that it can't pass for
 * anything but what a page says. What may be fetched is {@link FetchGuard}'s to say.
 */
public final class PageFetch implements Tool {
  public static final String NAME = "fetch";

  private static final int REDIRECTS = 5;
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final ToolSpec spec;
  private final FetchGuard guard;
  private final PageGet get;

  /**
   * @param spec takes {@code url}
   * @param hosts that alone may be fetched, {@code *.} for all below a name; none = any public host
   */
  public PageFetch(ToolSpec spec, List<String> hosts) {
    this(spec, FetchGuard.of(hosts, FetchGuard::system), new PageGet());
  }

  PageFetch(ToolSpec spec, FetchGuard guard, PageGet get) {
    this.spec = spec;
    this.guard = guard;
    this.get = get;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public Result use(ObjectNode arguments, Caller caller) throws InterruptedException {
    try {
      return fetch(arguments.path("url").asText("").strip());
    } catch (FetchRefused refused) {
      return Result.failed(String.valueOf(refused.getMessage()));
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("while a page was fetched");
      }
      return Result.failed(told(e));
    }
  }

  private Result fetch(String address) throws FetchRefused, IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    FetchGuard.Checked at = guard.check(address);
    for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!left.isPositive()) {
        throw new InterruptedIOException("timeout");
      }
      PageGet.Got got = get.get(at, left);
      if (got.location().isEmpty()) {
        return page(at.url(), got);
      }
      at = guard.check(at.url(), got.location());
    }
    throw new FetchRefused(Why.REDIRECTS);
  }

  private static Result page(HttpUrl url, PageGet.Got got) {
    if (got.status() < 200 || got.status() > 299) {
      return Result.failed(
          "The server answered with HTTP status " + got.status() + " and no page.");
    }
    MediaType type = MediaType.parse(got.type());
    Optional<Kind> kind = type == null ? Optional.empty() : Kind.of(type);
    if (type == null || kind.isEmpty() || !packedAsWeAsked(got)) {
      return Result.failed(
          "This is not a page that can be read as text; it is sent as '"
              + Clip.line(got.type() + " " + got.encoding(), 80)
              + "'.");
    }
    Optional<Charset> told = Optional.ofNullable(type.charset());
    return (kind.get() == Kind.HTML
            ? PageText.ofHtml(got.bytes(), told)
            : PageText.of(got.bytes(), told))
        .filter(page -> !page.text().isBlank())
        .map(page -> Result.of(written(url, page, got)))
        .orElseGet(() -> Result.failed("The page holds no text that could be read."));
  }

  private static boolean packedAsWeAsked(PageGet.Got got) {
    return got.encoding().isEmpty() || got.encoding().equalsIgnoreCase("identity");
  }

  private static String written(HttpUrl url, PageText page, PageGet.Got got) {
    ObjectNode node = Json.MAPPER.createObjectNode().put("url", url.toString());
    if (!page.title().isEmpty()) {
      node.put("title", page.title());
    }
    String text = page.text().strip();
    String shown = Clip.text(text, Clip.MOST_CHARACTERS);
    node.put("text", shown);
    if (got.cut() || shown.length() < text.length()) {
      node.put("cut", true);
    }
    return node.toString();
  }

  private static String told(IOException e) {
    return switch (e) {
      case InterruptedIOException slow ->
          "The server did not send the page within " + LONGEST.toSeconds() + " seconds.";
      case UnknownHostException unknown -> "The address's host can't be reached.";
      case SSLException insecure -> "The server can't prove that it is who it says (TLS).";
      default -> "The server can't be reached, or broke off.";
    };
  }

  private enum Kind {
    HTML,
    TEXT;

    private static Optional<Kind> of(MediaType type) {
      String name = type.type() + "/" + type.subtype();
      if (name.equals("text/html") || name.equals("application/xhtml+xml")) {
        return Optional.of(HTML);
      }
      boolean text =
          type.type().equals("text")
              || name.matches("application/(.+\\+)?(json|xml)|application/(x-ndjson|yaml)");
      return text ? Optional.of(TEXT) : Optional.empty();
    }
  }
}
