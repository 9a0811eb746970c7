/** Which seed goes to which skill: by plan, so that data is spread as a person wants it. */
@NullMarked
package io.agentinstruct.core.routing;

import org.jspecify.annotations.NullMarked;
