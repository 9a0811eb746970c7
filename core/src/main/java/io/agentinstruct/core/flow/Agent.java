package io.agentinstruct.core.flow;

import io.agentinstruct.core.prompt.PromptFile;
import java.util.List;
import java.util.Optional;

/**
 * One agent of a flow: a prompt file, or a chain of numbered ones.
 *
 * @param name the file's name without its ending; for refinement {@code pair.suggest} or {@code
 *     pair.edit}
 * @param steps prompts in calling order; the last one's reply is the agent's, the others are notes
 *     for the next
 * @param makes the tag of what a transform agent makes; empty elsewhere
 * @param identity whether a transform agent hands the seed on unchanged, without a call
 * @param suits tags of materials an instruct agent can work on; empty = all
 * @param format of the answers an instruct agent asks for; absent elsewhere
 * @param items instructions asked of an instruct agent; 0 = the flow's number
 * @param takes which instructions a refinement works on; empty = all
 * @param editsPassage whether an editor rewrites the passage (else the task)
 * @param leaves what an editor leaves the instruction as; absent = as it was
 * @param documents whether an identity agent hands on all documents of the item, numbered
 * @param producesTools whether a transform agent writes a list of tools for the student
 * @param expects what the student has to do in a dialogue, for {@code dialogue-as-expected}; empty
 *     = whatever serves
 * @param weight how often an agent is picked beside others
 * @param tools names of those that the agent itself may use
 * @param reworded whether its tasks let an answer give values in another form than the context
 */
public record Agent(
    Stage stage,
    String name,
    String about,
    Evidence evidence,
    String role,
    List<PromptFile> steps,
    String makes,
    boolean identity,
    List<String> suits,
    Optional<AnswerFormat> format,
    int items,
    List<Answerability> takes,
    boolean editsPassage,
    Optional<Answerability> leaves,
    boolean documents,
    boolean producesTools,
    String expects,
    int weight,
    List<String> tools,
    boolean reworded) {

  /** Path-like name that is unique in a flow: {@code refine/harder.edit}. */
  public String id() {
    return stage.folder() + "/" + name;
  }

  /** The refinement pair that a suggester or editor belongs to. */
  public String pair() {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Whether this instruct agent can work on what a transform agent makes. */
  boolean asksOf(Agent transform) {
    return suits.isEmpty() || suits.contains(transform.makes);
  }

  public PromptFile last() {
    return steps.getLast();
  }
}
