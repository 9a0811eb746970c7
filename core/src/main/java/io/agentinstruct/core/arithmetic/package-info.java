/** Exact sums of what people and models write: no script engine, no binary floating point. */
@NullMarked
package io.agentinstruct.core.arithmetic;

import org.jspecify.annotations.NullMarked;
