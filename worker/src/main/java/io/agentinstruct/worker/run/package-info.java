/** A run from its first seed to its dataset. */
@NullMarked
package io.agentinstruct.worker.run;

import org.jspecify.annotations.NullMarked;
