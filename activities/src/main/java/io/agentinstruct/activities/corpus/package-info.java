/** All seeds of a run as a whole: what is to be found in them, and which of them are alike. */
@NullMarked
package io.agentinstruct.activities.corpus;

import org.jspecify.annotations.NullMarked;
