/** Raw texts as read, and where they came from. */
@NullMarked
package io.agentinstruct.core.seed;

import org.jspecify.annotations.NullMarked;
