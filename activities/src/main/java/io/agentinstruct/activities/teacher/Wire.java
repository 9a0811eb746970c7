package io.agentinstruct.activities.teacher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One call as the SDK does not show it: so that it can be cut off from outside, and that a
 * refusal's body is kept whatever its shape (the SDK drops all but its own).
 */
final class Wire {
  /** The call that the present thread makes. */
  static final ScopedValue<Wire> CURRENT = ScopedValue.newInstance();

  private static final int MOST_OF_REFUSAL = 64 << 10;

  private volatile @Nullable Call call;
  private volatile boolean cut;
  private volatile long came = -1;
  private volatile long cameAt;
  private volatile boolean perhapsBilled;

  /** Bytes of the body that have come; negative = not even a status. */
  long came() {
    return came;
  }

  /**
   * Whether the request went out, and no refusal came back. Of a gateway that waited in vain for
   * what stands behind it nobody knows whether that was billed.
   */
  boolean perhapsBilled() {
    return perhapsBilled;
  }

  void refused(int status) {
    perhapsBilled = status == 504 || status == 524;
  }

  /** Nanoseconds for which a reply that has begun has stood still; 0 = it has not begun. */
  long stillFor() {
    return came < 0 ? 0 : System.nanoTime() - cameAt;
  }

  private void came(long bytes) {
    cameAt = System.nanoTime();
    came = bytes;
  }

  /** Breaks the call off, wherever it is; safe at any time and from any thread. */
  void cut() {
    cut = true;
    Call running = call;
    if (running != null) {
      running.cancel();
    }
  }

  /**
   * @throws IOException also where there are more than the most bytes
   */
  byte[] drain(InputStream body, int most) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 << 10);
    byte[] chunk = new byte[8 << 10];
    for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
      bytes.write(chunk, 0, read);
      came(bytes.size());
      if (bytes.size() > most) {
        throw new IOException("more than " + most + " bytes");
      }
    }
    return bytes.toByteArray();
  }

  private void attach(Call running) throws IOException {
    call = running;
    if (cut) {
      running.cancel();
      throw new IOException("cut before it was sent");
    }
  }

  /**
   * @param keyless whether the endpoint wants no key, so that the SDK's stand-in must not leave
   * @param overheard learns what stands beside the replies
   * @param seen is handed each response's headers
   */
  static Interceptor interceptor(boolean keyless, Overheard overheard, Consumer<Headers> seen) {
    return chain -> {
      Wire wire = CURRENT.get();
      wire.attach(chain.call());
      overheard.sent();
      Response response =
          chain.proceed(
              keyless
                  ? chain.request().newBuilder().removeHeader("Authorization").build()
                  : chain.request());
      wire.came(0);
      overheard.came(response.headers());
      seen.accept(response.headers());
      if (response.isSuccessful()) {
        return response;
      }
      wire.refused(response.code());
      try (response) {
        throw new Refused(response.code(), response.headers(), body(response));
      }
    };
  }

  /** Runs once there is a connection, just before the first byte is sent. */
  static Response sending(Interceptor.Chain chain) throws IOException {
    Wire wire = Wire.CURRENT.get();
    wire.perhapsBilled = true;
    if (wire.cut) { // looked at last: who cuts sees the line above, or is seen here
      throw new IOException("cut before it was sent");
    }
    return chain.proceed(chain.request());
  }

  /** As much of it as came: a refusal whose body is cut is still a refusal. */
  private static String body(Response response) {
    try {
      return response.peekBody(MOST_OF_REFUSAL).string();
    } catch (IOException cut) {
      return "";
    }
  }
}
