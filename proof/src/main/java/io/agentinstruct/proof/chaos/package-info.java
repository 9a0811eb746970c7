/** Kills, faults and floods, each with what was expected of it. */
@NullMarked
package io.agentinstruct.proof.chaos;

import org.jspecify.annotations.NullMarked;
