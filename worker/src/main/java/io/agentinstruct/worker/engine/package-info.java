/** The three engines behind one sealed type. */
@NullMarked
package io.agentinstruct.worker.engine;

import org.jspecify.annotations.NullMarked;
