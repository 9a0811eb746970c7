/** The agents that design a skill's folder, and who asks them in which order. */
@NullMarked
package io.agentinstruct.worker.design;

import org.jspecify.annotations.NullMarked;
