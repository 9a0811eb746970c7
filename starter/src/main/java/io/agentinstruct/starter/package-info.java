/** The command line: talks. */
@NullMarked
package io.agentinstruct.starter;

import org.jspecify.annotations.NullMarked;
