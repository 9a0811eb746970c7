package io.agentinstruct.activities.teacher;

import java.io.IOException;
import okhttp3.Headers;

/**
 * An endpoint's no, as it came over the wire: what {@link ModelTroubles} classifies. The body stays
 * out of the message, since it may repeat the prompt or the key.
 */
final class Refused extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Headers headers;
  private final String body;

  Refused(int status, Headers headers, String body) {
    super("HTTP " + status);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  Headers headers() {
    return headers;
  }

  String body() {
    return body;
  }
}
