/** Asking models: the client, the gate, the journal in between. */
@NullMarked
package io.agentinstruct.activities.teacher;

import org.jspecify.annotations.NullMarked;
