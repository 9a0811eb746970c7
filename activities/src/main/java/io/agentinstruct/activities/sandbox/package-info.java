/** Runs code that anybody may have written, apart from everything: docs/why/sandbox.md. */
@NullMarked
package io.agentinstruct.activities.sandbox;

import org.jspecify.annotations.NullMarked;
