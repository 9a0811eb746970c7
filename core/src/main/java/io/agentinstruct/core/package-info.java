/** Words and rules of the house; nothing here knows Temporal or a network. */
@NullMarked
package io.agentinstruct.core;

import org.jspecify.annotations.NullMarked;
