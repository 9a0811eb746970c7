/** Wires and runs. */
@NullMarked
package io.agentinstruct.worker;

import org.jspecify.annotations.NullMarked;
