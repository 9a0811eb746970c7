package io.agentinstruct.activities.tool;

/** An address that is not fetched, and why. The message is for the agent that gave it. */
final class FetchRefused extends Exception {
  private static final long serialVersionUID = 1L;

  /** Every reason, each with the rule that the agent broke. */
  enum Why {
    TOO_LONG("it is longer than 2000 characters"),
    STRANGE_CHARACTERS("it holds spaces, control characters or backslashes"),
    SCHEME("only http:// and https:// addresses are fetched"),
    USER_INFO("it holds a user name or an @ before its host"),
    ENCODED_HOST("its host is percent-encoded"),
    PORT("only the usual ports, 80 and 443, are fetched"),
    NO_HOST("it has no host that could be read"),
    NUMERIC_HOST("its host is a number in an unusual form"),
    LOCAL_NAME("its host is not a name of the public Internet"),
    NOT_LISTED("its host is not among those that may be fetched"),
    UNKNOWN_HOST("its host has no address"),
    NOT_PUBLIC("its host leads to an address outside of the public Internet"),
    REDIRECTS("it leads from redirect to redirect, more than 5 times");

    private final String words;

    Why(String words) {
      this.words = words;
    }
  }

  private final Why why;

  FetchRefused(Why why) {
    super("This address is not fetched: " + why.words + ".");
    this.why = why;
  }

  Why why() {
    return why;
  }
}
