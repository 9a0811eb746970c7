/**
 * A teacher without a model: it speaks the OpenAI protocol over real HTTP and answers by rule, so
 * that a demonstration needs neither key nor network. What it says stands in the resources of this
 * package, in English and Japanese.
 */
@NullMarked
package io.agentinstruct.worker.scripted;

import org.jspecify.annotations.NullMarked;
