package io.agentinstruct.activities.teacher;

import io.agentinstruct.activities.teacher.ChatModel.Request;
import io.agentinstruct.activities.teacher.ChatModel.Shape;
import io.agentinstruct.contracts.Trouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * How an endpoint's refusals and a network's failures become troubles: by the body's own code
 * first, by the status second, since one provider's 403 is another's "too long". Messages name
 * host, model and the next step; they bear neither key nor prompt.
 */
final class ModelTroubles {
  static final String CONTEXT = "context_length_exceeded";
  static final String FILTER = "content_filter";
  static final String SHAPE = "unsupported-shape";

  /** What happens next, as long as anything does. */
  static final String THEN_RESUME = ", then resume the run";

  static final String LATER = "; the call is sent again later";

  private static final Pattern TOO_LONG =
      Pattern.compile(
          "context[-_ ](length|window|size)|maximum model length|longer than the maximum|string_above_max_length"
              + "|(prompt|input|request)[_ ](is[_ ])?too[_ ](long|large)|reduce (the|your) (length|prompt|input)"
              + "|token count.{0,60}exceeds|`inputs` tokens \\+|exceed context limit");
  private static final Pattern FILTERED =
      Pattern.compile(
          "content_filter|content_policy|content management policy|responsible_?ai|data_inspection_failed"
              + "|invalid_prompt|flagged (by|as|for)|requires moderation|prohibited_content|safety system");
  private static final Pattern NO_MONEY =
      Pattern.compile(
          "insufficient[_ ](quota|user_quota|balance|credits?|funds)|billing_(hard_limit|not_active)|payment[_ ]required"
              + "|arrearage|credit balance is too low|(out of|not enough|no) (credits?|balance)|budget[_ ](has been )?exceeded"
              + "|(spend|spending|billing|usage|monthly|budget)[_ ](hard )?limits?\\b");
  private static final Pattern NO_QUOTA_TODAY =
      Pattern.compile(
          "(requests|tokens|quota)[_ ]per[_ ]day|\\b[rt]pd\\b|perday|per-day|daily[-_ ](quota|limit|request|token)");
  private static final Pattern NO_QUOTA =
      Pattern.compile("exceeded your current quota|quota[_ ]exceeded");
  private static final Pattern MINUTE =
      Pattern.compile("per ?minute|\\b[rt]pm\\b|(try again|retry) in|retrydelay");
  private static final Pattern BAD_KEY =
      Pattern.compile(
          "invalid_api_key|incorrect[_ ]api[_ ]key|api[_ ]key[_ ](is )?(not valid|invalid|expired|missing)|invalid api key"
              + "|(no|missing) api key|invalid_authentication|authentication_error|\\bunauthenticated\\b"
              + "|account_deactivated|permission_denied|permission_error|invalid_organization|access_denied");
  private static final Pattern RATE =
      Pattern.compile("rate_limit|too_many_requests|resource_exhausted|\\bthrottl(ing|ed)");
  private static final Pattern OVERLOAD =
      Pattern.compile("overloaded|server_error|service_unavailable|engine_unavailable");
  private static final Pattern NO_MODEL =
      Pattern.compile(
          "model_not_found|invalid_model|unknown_model|deploymentnotfound|deployment_not_found"
              + "|model.{0,200}(does not exist|not found|is not a valid model)|(unknown|invalid|no such) model");
  private static final Pattern SHAPED =
      Pattern.compile(
          "response_format|json_schema|json_object|json mode|structured output|guided_|grammar|schema");

  private final Role role;
  private final String host;
  private final Quotation quotation;

  /**
   * @param key the secret itself, so that it can be masked; empty = none
   */
  ModelTroubles(Role role, String key) {
    this.role = role;
    this.host = role.endpoint().getRawAuthority();
    this.quotation = new Quotation(key);
  }

  ModelTrouble refused(Refused refused, Request request) {
    ErrorBody body = ErrorBody.of(refused.body());
    Verdict verdict = verdict(refused.status(), body, request);
    String code = code(verdict, refused.status(), body);
    Optional<Duration> wait =
        verdict == Verdict.RATE || verdict == Verdict.QUOTA || verdict == Verdict.FAILED
            ? RetryAfter.of(refused.headers(), body.words(), Instant.now())
            : Optional.empty();
    String said = quotation.of(body.message(), request.messages());
    String message =
        message(verdict, code, refused, request)
            + (said.isEmpty() ? "" : "; it says: \"" + said + "\"");
    return new ModelTrouble(verdict.trouble, code, message, wait, refused);
  }

  /** What the endpoint means, whatever it calls it. */
  private enum Verdict {
    TOO_LONG(Trouble.SEED),
    FILTERED(Trouble.SEED),
    QUOTA(Trouble.QUOTA),
    KEY(Trouble.CREDENTIAL),
    RATE(Trouble.RATE),
    MODEL(Trouble.CONFIG),
    SHAPE(Trouble.CONFIG),
    FAILED(Trouble.TRANSIENT),
    REDIRECT(Trouble.CONFIG),
    PARAMETER(Trouble.CONFIG),
    UNKNOWN(Trouble.INTERNAL);

    private final Trouble trouble;

    Verdict(Trouble trouble) {
      this.trouble = trouble;
    }
  }

  private static Verdict verdict(int status, ErrorBody body, Request request) {
    String words = body.words();
    if (status == 413 || TOO_LONG.matcher(words).find()) {
      return Verdict.TOO_LONG;
    }
    if (status >= 500 || status == 408 || status == 409) {
      return told(status, body);
    }
    if (FILTERED.matcher(words).find()) {
      return Verdict.FILTERED;
    }
    if (noQuota(status, words)) {
      return Verdict.QUOTA;
    }
    if (status == 401 || BAD_KEY.matcher(words).find()) {
      return Verdict.KEY;
    }
    if (status == 429 || RATE.matcher(body.code() + " " + body.type()).find()) {
      return Verdict.RATE;
    }
    if (status == 403) {
      return Verdict.KEY;
    }
    boolean refusable = status == 400 || status == 404 || status == 415 || status == 422;
    if (refusable && !(request.shape() instanceof Shape.Text) && SHAPED.matcher(words).find()) {
      return Verdict.SHAPE;
    }
    if (status == 404 || NO_MODEL.matcher(words).find()) {
      return Verdict.MODEL;
    }
    return byStatus(status, body);
  }

  /** A failing endpoint is believed about the cause only by a code, not by its prose. */
  private static Verdict told(int status, ErrorBody body) {
    String codes = body.code() + " " + body.type();
    if (NO_MONEY.matcher(codes).find()) {
      return Verdict.QUOTA;
    }
    if (BAD_KEY.matcher(codes).find()) {
      return Verdict.KEY;
    }
    if (RATE.matcher(codes).find()) {
      return Verdict.RATE;
    }
    if (FILTERED.matcher(codes).find()) {
      return Verdict.FILTERED;
    }
    return NO_MODEL.matcher(body.code()).find() ? Verdict.MODEL : byStatus(status, body);
  }

  private static boolean noQuota(int status, String words) {
    if (status == 402) {
      return true;
    }
    if (status != 400 && status != 403 && status != 429) {
      return false;
    }
    return NO_MONEY.matcher(words).find()
        || NO_QUOTA_TODAY.matcher(words).find()
        || (NO_QUOTA.matcher(words).find() && !MINUTE.matcher(words).find());
  }

  private static Verdict byStatus(int status, ErrorBody body) {
    if (OVERLOAD.matcher(body.code() + " " + body.type()).find()) {
      return Verdict.FAILED;
    }
    return switch (status) {
      case 400, 405, 407, 410, 411, 414, 415, 422, 426, 431 -> Verdict.PARAMETER;
      case 408, 409, 421, 425, 499 -> Verdict.FAILED;
      default ->
          status >= 500
              ? Verdict.FAILED
              : status >= 300 && status < 400 ? Verdict.REDIRECT : Verdict.UNKNOWN;
    };
  }

  private static String code(Verdict verdict, int status, ErrorBody body) {
    String given = body.code().isEmpty() ? String.valueOf(status) : body.code();
    return switch (verdict) {
      case TOO_LONG -> given.contains("context") ? given : CONTEXT;
      case FILTERED -> body.code().isEmpty() || given.contains("context") ? FILTER : given;
      case SHAPE -> SHAPE;
      default -> given.equals(SHAPE) ? String.valueOf(status) : given;
    };
  }

  private String message(Verdict verdict, String code, Refused refused, Request request) {
    String status =
        code.equals(String.valueOf(refused.status())) ? code : refused.status() + ", " + code;
    String model = request.model();
    return switch (verdict) {
      case TOO_LONG ->
          "a text is too long for model %s at %s (%s); split such seeds or use a model with a longer context"
              .formatted(model, host, status);
      case FILTERED ->
          "%s refuses a text by its content rules (%s); only that text is left out"
              .formatted(host, status);
      case QUOTA ->
          "%s has no quota left for model %s (%s); add credit or wait until it renews, then resume the run"
              .formatted(host, model, status);
      case KEY -> keyMessage(status, refused.status(), model);
      case RATE ->
          "%s limits the rate of calls to model %s (%s)".formatted(host, model, status) + LATER;
      case MODEL ->
          "%s does not know model %s (%s); check 'model' and 'base-url' of the role %s"
              .formatted(host, model, status, role.name());
      case SHAPE ->
          "%s does not offer the wanted shape of replies for model %s (%s); a simpler one is tried"
              .formatted(host, model, refused.status());
      case FAILED -> "%s failed on a call to model %s (%s)".formatted(host, model, status) + LATER;
      case REDIRECT ->
          "%s redirects to %s (%s); put the address that it redirects to into 'base-url' of the role %s"
              .formatted(host, elsewhere(refused), status, role.name());
      case PARAMETER ->
          "%s refuses the request to model %s (%s); correct 'base-url' of the role %s or what the flow asks for"
              .formatted(host, model, status, role.name());
      case UNKNOWN ->
          "%s answered a call to model %s in a way that is not known here (%s); report it as an issue"
              .formatted(host, model, status);
    };
  }

  private String keyMessage(String status, int number, String model) {
    if (role.keyName().isEmpty()) {
      return "%s wants a key (%s), but the role %s names none; put the name of the variable that holds it into 'key'"
          .formatted(host, status, role.name());
    }
    if (number == 403) {
      return "%s does not let the key in %s use model %s (%s); use another key or model, then resume the run"
          .formatted(host, role.keyName(), model, status);
    }
    return "%s refuses the key in %s (%s); put a valid key into that variable, then resume the run"
        .formatted(host, role.keyName(), status);
  }

  private String elsewhere(Refused refused) {
    String location = refused.headers().get("location");
    String shown =
        location == null ? "" : quotation.of(location.replaceAll("[?#].*", ""), List.of());
    return shown.isEmpty() ? "another address" : shown;
  }

  /** A call that ended without a whole response. */
  ModelTrouble unreachable(IOException failure) {
    Optional<String> distrust = distrust(failure);
    if (distrust.isPresent()) {
      return distrusted(distrust.get(), failure);
    }
    return switch (failure) {
      case UnknownServiceException e ->
          trouble(
              Trouble.CONFIG,
              "protocol",
              "cannot speak to %s: its protocol is not offered; check 'base-url' of the role "
                  + role.name(),
              e);
      case UnknownHostException e ->
          trouble(
              Trouble.TRANSIENT,
              "unknown-host",
              "cannot find %s; check the network and 'base-url' of the role " + role.name(),
              e);
      case NoRouteToHostException e ->
          trouble(Trouble.TRANSIENT, "no-route", "there is no route to %s; check the network", e);
      case ConnectException e ->
          trouble(
              Trouble.TRANSIENT,
              "connect",
              "cannot connect to %s; check that it runs and that 'base-url' of the role "
                  + role.name()
                  + " is right",
              e);
      default ->
          trouble(
              Trouble.TRANSIENT,
              "connection",
              "the connection to %s broke (" + failure.getClass().getSimpleName() + ")" + LATER,
              failure);
    };
  }

  /**
   * @param what was wrong with it, such as "is not JSON"
   */
  ModelTrouble garbled(String what, Exception cause) {
    return trouble(
        Trouble.TRANSIENT,
        "garbled",
        "a reply of %s for model " + role.model() + " " + what + LATER,
        cause);
  }

  /**
   * @param bytes of the body that had come; negative = not even a status
   */
  ModelTrouble late(long bytes, Exception cause) {
    String came = bytes < 0 ? "nothing came" : bytes + " bytes of it had come";
    String message =
        "no whole reply from %s for model "
            + role.model()
            + " within "
            + spell(role.deadline())
            + " ("
            + came
            + ")"
            + LATER;
    return trouble(Trouble.TRANSIENT, "deadline", message, cause);
  }

  /**
   * @param bytes of the body that had come
   */
  ModelTrouble still(long bytes, Exception cause) {
    String message =
        "a reply of %s for model "
            + role.model()
            + " stood still for "
            + spell(role.idle())
            + " ("
            + bytes
            + " bytes of it had come)"
            + LATER;
    return trouble(Trouble.TRANSIENT, "idle", message, cause);
  }

  ModelTrouble unsendableKey() {
    String message =
        "the key in "
            + role.keyName()
            + " holds characters that no key for %s can have; copy it into that variable again, then resume the run";
    return trouble(
        Trouble.CREDENTIAL,
        "unsendable-key",
        message,
        new IllegalArgumentException("unsendable key"));
  }

  ModelTrouble interrupted(InterruptedException cause) {
    return trouble(
        Trouble.TRANSIENT,
        "interrupted",
        "a call to %s was broken off from inside; it is sent again when the run goes on",
        cause);
  }

  ModelTrouble broken(Throwable cause) {
    return trouble(
        Trouble.INTERNAL,
        "internal",
        "a call to %s failed inside this program ("
            + cause.getClass().getSimpleName()
            + "); report it as an issue",
        cause);
  }

  /**
   * @param message with one hole, for the host
   */
  private ModelTrouble trouble(Trouble trouble, String code, String message, Throwable cause) {
    return new ModelTrouble(trouble, code, message.replace("%s", host), Optional.empty(), cause);
  }

  private ModelTrouble distrusted(String reason, IOException failure) {
    String message =
        "the certificate of %s is not trusted (%s); correct 'base-url' of the role %s, or add the certificate's authority to the JDK's trust store"
            .formatted(host, reason, role.name());
    return new ModelTrouble(Trouble.CONFIG, "tls-certificate", message, Optional.empty(), failure);
  }

  private static Optional<String> distrust(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLPeerUnverifiedException) {
        return Optional.of("it is another host's");
      }
      if (cause instanceof CertificateException
          || cause instanceof CertPathValidatorException
          || cause instanceof CertPathBuilderException) {
        return Optional.of(cause.getClass().getSimpleName().replace("Exception", ""));
      }
    }
    return Optional.empty();
  }

  private static String spell(Duration deadline) {
    return deadline.toMillis() % 1000 == 0
        ? deadline.toSeconds() + " s"
        : deadline.toMillis() + " ms";
  }
}
