package io.agentinstruct.starter;

import io.agentinstruct.core.design.Outline;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.worker.design.Designer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Tells a person how a design goes on, and what came of it. */
final class DesignVoice implements Designer.Voice {
  private static final int EACH = 5;

  private final PrintWriter out;

  DesignVoice(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void outlined(Outline outline) {
    out.println(
        "outline  \"%s\": %d transformations, %d kinds of request, %d refinements, %d judges"
            .formatted(
                ShowCommand.safe(outline.goal().title()),
                outline.transforms().size() + 1,
                outline.leaves().size(),
                outline.pairs().size(),
                outline.judges().size()));
    out.flush();
  }

  @Override
  public synchronized void drafted(int done, int of) {
    if (done % EACH == 0 || done == of) {
      out.println("drafts   " + done + " of " + of);
      out.flush();
    }
  }

  static void told(Path folder, Designer.Design design, FlowFiles files, PrintWriter out) {
    Outline outline = design.outline();
    long own = files.texts().keySet().stream().filter(path -> !path.startsWith("_shared/")).count();
    out.println();
    out.println(
        "Wrote " + folder + " (" + (own + 1) + " files). `check` finds nothing to mend in it.");
    stage(out, "transform", outline.transforms());
    stage(out, "instruct", outline.leaves().stream().map(Outline.Leaf::part).toList());
    stage(out, "refine", outline.pairs().stream().map(Outline.Pair::part).toList());
    stage(out, "judge", outline.judges());
    if (!design.faults().isEmpty()) {
      out.println(
          "Our stock text, and not the model's, stands in these, since the model's could not be used:");
      design.faults().forEach((id, why) -> out.println("  " + id + ": " + ShowCommand.safe(why)));
    }
  }

  private static void stage(PrintWriter out, String stage, List<Outline.Part> parts) {
    for (Outline.Part part : parts) {
      out.println("  %-10s %-28s %s".formatted(stage, part.name(), ShowCommand.safe(part.what())));
    }
  }
}
