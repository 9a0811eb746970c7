/** What agents may use beside their own head: exact sums, code in a sandbox, searches, pages. */
@NullMarked
package io.agentinstruct.activities.tool;

import org.jspecify.annotations.NullMarked;
