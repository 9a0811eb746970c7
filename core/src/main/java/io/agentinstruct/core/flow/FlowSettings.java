package io.agentinstruct.core.flow;

import java.util.List;

/**
 * The numbers of {@code flow.yaml}.
 *
 * @param kinds of seeds that the flow takes: text, code, table, web, api
 * @param minCharacters shorter seeds are declined; a Chinese, Japanese or Korean character counts
 *     for two
 * @param maxCharacters longer documents are split when read
 * @param language {@code seed}, or a BCP 47 code that every answer is written in
 * @param transformPick transform agents per seed
 * @param instructPick instruct agents per material
 * @param items instructions asked of each
 * @param rounds of refinement
 * @param refinePick refinement pairs per instruction and round
 * @param suggestions asked of each suggester; each gives one new instruction
 * @param keepParents whether an instruction that was refined is answered as well
 * @param respondAgent who answers
 * @param judges who must all pass an exchange; empty = nobody
 * @param checks names of deterministic checks
 * @param documents texts put side by side for one item: the seed and its nearest others; 1 = the
 *     seed alone
 * @param turns of the user in a dialogue at most
 * @param calls messages with tool calls in a row at most, within one turn of the user
 * @param votes independent answers that have to agree; 1 = no vote
 * @param agree how answers agree: magnitude, choice, number, text
 * @param languages of seeds that the flow takes, as BCP 47 codes; empty = all
 */
public record FlowSettings(
    String title,
    String about,
    Evidence evidence,
    List<String> kinds,
    int minCharacters,
    int maxCharacters,
    String language,
    int transformPick,
    int instructPick,
    int items,
    int rounds,
    int refinePick,
    int suggestions,
    boolean keepParents,
    String respondAgent,
    List<String> judges,
    List<String> checks,
    int documents,
    int turns,
    int calls,
    int votes,
    String agree,
    List<String> languages) {

  /** {@code pick: all}. */
  public static final int ALL = Integer.MAX_VALUE;
}
