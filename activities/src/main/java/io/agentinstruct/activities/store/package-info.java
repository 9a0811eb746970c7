/** What survives any crash: the call journal, the texts, the ledger. */
@NullMarked
package io.agentinstruct.activities.store;

import org.jspecify.annotations.NullMarked;
