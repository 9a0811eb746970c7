/** What a run will take, from what some of its seeds took. */
@NullMarked
package io.agentinstruct.worker.estimate;

import org.jspecify.annotations.NullMarked;
