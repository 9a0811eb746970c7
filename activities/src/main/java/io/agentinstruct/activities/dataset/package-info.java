/** The ledger's book-keeping, and the dataset as a function of it. */
@NullMarked
package io.agentinstruct.activities.dataset;

import org.jspecify.annotations.NullMarked;
