/** A witness of its own: reads what the program left behind and says what is wrong with it. */
@NullMarked
package io.agentinstruct.proof.check;

import org.jspecify.annotations.NullMarked;
