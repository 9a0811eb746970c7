/** Reading documents into seeds. */
@NullMarked
package io.agentinstruct.activities.seed;

import org.jspecify.annotations.NullMarked;
