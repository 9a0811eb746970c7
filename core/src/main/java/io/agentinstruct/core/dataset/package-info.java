/** Rows as a trainer reads them, and the numbers that explain them. */
@NullMarked
package io.agentinstruct.core.dataset;

import org.jspecify.annotations.NullMarked;
