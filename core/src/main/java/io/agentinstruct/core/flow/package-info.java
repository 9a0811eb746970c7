/** A skill's folder as data: its agents, its numbers, its version. */
@NullMarked
package io.agentinstruct.core.flow;

import org.jspecify.annotations.NullMarked;
