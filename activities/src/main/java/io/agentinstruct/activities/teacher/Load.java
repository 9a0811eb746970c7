package io.agentinstruct.activities.teacher;

/**
 * Tokens of one call.
 *
 * @param input of the prompt
 * @param output of the reply
 */
record Load(long input, long output) {
  static final Load NONE = new Load(0, 0);

  Load {
    input = Math.max(0, input);
    output = Math.max(0, output);
  }

  long both() {
    return input + output;
  }
}
