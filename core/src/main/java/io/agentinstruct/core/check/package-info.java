/** Deterministic checks: what code can tell without a judge. */
@NullMarked
package io.agentinstruct.core.check;

import org.jspecify.annotations.NullMarked;
