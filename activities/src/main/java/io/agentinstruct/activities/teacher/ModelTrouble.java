package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Trouble;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that gave no reply, classified: by the body's own code first, by the status second. */
public final class ModelTrouble extends Exception {
  static final String ELSEWHERE = "elsewhere";

  private static final long serialVersionUID = 1L;

  private final Trouble trouble;
  private final String code;
  private final Optional<Duration> wait;
  private final boolean perhapsBilled;
  private Duration tried = Duration.ZERO;

  /**
   * A call that was certainly not billed.
   *
   * @param code the endpoint's word or the status, for counting: {@code 429}, {@code
   *     insufficient_quota}, {@code unsupported-shape}
   * @param message for people: what happened, at which host; never a key, never the prompt
   * @param wait what the endpoint asked for before the next call
   */
  public ModelTrouble(
      Trouble trouble, String code, String message, Optional<Duration> wait, Throwable cause) {
    this(trouble, code, message, wait, false, cause);
  }

  private ModelTrouble(
      Trouble trouble,
      String code,
      String message,
      Optional<Duration> wait,
      boolean perhapsBilled,
      @Nullable Throwable cause) {
    super(message, cause);
    this.trouble = trouble;
    this.code = code;
    this.wait = wait;
    this.perhapsBilled = perhapsBilled;
  }

  /** The same trouble of a call that the endpoint may have worked on, and so may bill. */
  ModelTrouble perhapsBilled() {
    ModelTrouble billed =
        new ModelTrouble(trouble, code, String.valueOf(getMessage()), wait, true, getCause());
    billed.setStackTrace(getStackTrace());
    return billed;
  }

  /** Whether the endpoint may bill the call, though no reply came of it. */
  public boolean mayBeBilled() {
    return perhapsBilled;
  }

  public Trouble trouble() {
    return trouble;
  }

  public String code() {
    return code;
  }

  public Optional<Duration> retryAfter() {
    return wait;
  }

  /** Notes how long the call was on the wire. */
  void tried(Duration onWire) {
    tried = onWire;
  }

  /** How long the call was on the wire; waits before it do not count. */
  Duration tried() {
    return tried;
  }

  /**
   * Whether the call was not sent since its endpoint is out of order, and another is to be asked.
   */
  boolean goesElsewhere() {
    return code.equals(ELSEWHERE);
  }

  /**
   * Whether the endpoint refused the reply's shape, so that the next rung of the ladder should be
   * tried.
   */
  public boolean refusesShape() {
    return code.equals("unsupported-shape");
  }
}
