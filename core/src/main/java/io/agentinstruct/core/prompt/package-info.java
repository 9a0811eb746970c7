/** Prompt files: front matter, holes, fragments, and the envelopes that replies come in. */
@NullMarked
package io.agentinstruct.core.prompt;

import org.jspecify.annotations.NullMarked;
