/** What is looked at before anything is paid for. */
@NullMarked
package io.agentinstruct.worker.preflight;

import org.jspecify.annotations.NullMarked;
