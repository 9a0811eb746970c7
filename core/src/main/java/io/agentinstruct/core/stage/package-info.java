/** What flows through a journey: materials, instructions, suggestions, exchanges, outcomes. */
@NullMarked
package io.agentinstruct.core.stage;

import org.jspecify.annotations.NullMarked;
