/** How a person's task becomes the folder of a skill: outline, drafts, files. */
@NullMarked
package io.agentinstruct.core.design;

import org.jspecify.annotations.NullMarked;
