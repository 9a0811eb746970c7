/** An endpoint that fails in every way that is known, on purpose and the same way each time. */
@NullMarked
package io.agentinstruct.proof.mock;

import org.jspecify.annotations.NullMarked;
