/**
 * What processes agree on: workflow and activity interfaces, their messages, queue names and
 * payload settings.
 */
@NullMarked
package io.agentinstruct.contracts;

import org.jspecify.annotations.NullMarked;
