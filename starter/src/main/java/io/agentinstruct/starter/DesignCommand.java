package io.agentinstruct.starter;

import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.design.DraftText;
import io.agentinstruct.core.design.FolderParts;
import io.agentinstruct.core.design.Kit;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.worker.Workspace;
import io.agentinstruct.worker.design.Designer;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code design}: a task in words becomes a skill's folder, is tried, and is revised. */
@Command(
    name = "design",
    description =
        "Turns a task in your words into a new skill: agents draft it, it is tried on your documents, you say what should be different.")
final class DesignCommand implements Callable<Integer> {
  private static final int LONGEST_TASK = 4_000;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "TASK",
      arity = "0..1",
      description = "What the trained model shall do, in any language.")
  private @Nullable String task;

  @Option(
      names = "--samples",
      paramLabel = "PATH",
      description = "Some of your documents: files, folders, patterns. May be repeated.")
  private List<String> samples = new ArrayList<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of the skill (default: by the task).")
  private @Nullable String name;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where the skill's folder is put (default: here).")
  private Path dir;

  @Option(
      names = "--flow",
      paramLabel = "DIR",
      description = "A skill's folder to revise, with --feedback.")
  private @Nullable Path flow;

  @Option(
      names = "--feedback",
      paramLabel = "WORDS",
      description = "What should be different in the folder that is there.")
  private @Nullable String feedback;

  @Option(
      names = "--language",
      paramLabel = "CODE",
      description = "Answers in this language, such as ja (default: that of each document).")
  private @Nullable String language;

  @Option(
      names = "--budget",
      paramLabel = "AMOUNT",
      description = "Most that it may cost, trials included; needs prices in the roles file.")
  private @Nullable String budget;

  @Option(names = "--no-try", description = "Writes the folder and does not try it.")
  private boolean noTry;

  @Option(
      names = "--demo",
      description = "With the scripted teacher: shows how a design goes, without a model.")
  private boolean demo;

  @Mixin private Options.OfModel model;
  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() throws IOException {
    if (budget != null) {
      RunSetting.BUDGET
          .fault(budget)
          .ifPresent(fault -> {
            throw new Complaint(ExitCode.USAGE, "--" + fault + ".");
          });
    }
    if (!demo) {
      return work();
    }
    try (ScriptedTeacher teacher = ScriptedTeacher.start(0)) {
      out()
          .println(
              "The teacher is scripted: always the same plan, with the words of your task in it.");
      model.baseUrl = teacher.endpoint().toString();
      model.model = ScriptedTeacher.MODEL;
      model.key = "";
      return work();
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private int work() {
    Skills skills = Skills.of(new Options.OfFlows());
    Kit kit = kit(skills);
    DesignDesk desk = new DesignDesk(where.workspace, model, budget, out());
    if (feedback != null) {
      Path folder = existing();
      FlowFiles files = skills.sound(skills.files(folder), Map.of());
      return revised(skills, kit, desk, folder, files, feedback);
    }
    if (flow != null) {
      throw new Complaint(
          ExitCode.USAGE, "--flow names a folder to revise.\n  Say how, with --feedback \"...\".");
    }
    return designed(skills, kit, desk);
  }

  private static Kit kit(Skills skills) {
    try {
      return Kit.read(skills.files(skills.folder().resolve("_design")));
    } catch (IllegalArgumentException spoilt) {
      throw new Complaint(ExitCode.USAGE, String.valueOf(spoilt.getMessage()));
    }
  }

  /** The folder that --feedback is about. */
  private Path existing() {
    if (flow != null) {
      return flow;
    }
    Path folder = name == null ? dir : dir.resolve(name);
    if (!Files.exists(folder.resolve("flow.yaml"))) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no skill in "
              + folder
              + " to revise.\n  Name its folder with --flow DIR; or leave --feedback out and design one.");
    }
    return folder;
  }

  private int revised(
      Skills skills, Kit kit, DesignDesk desk, Path folder, FlowFiles files, String wish) {
    String rows = "";
    Path seeds = folder.resolve("samples/seeds.jsonl");
    boolean trial = !noTry && Files.exists(seeds);
    if (trial) {
      out().println("First as it is, so that the critic sees rows:");
      rows = trial(desk).run(skills, files, seeds).rows();
    }
    out().println();
    FlowFiles changed =
        revision(kit, desk, files).revise(runName(wish + folder), folder, files, rows, wish);
    int code = trial ? tried(skills, kit, desk, folder, changed) : ExitCode.DONE;
    next(folder);
    return code;
  }

  private DesignTrial trial(DesignDesk desk) {
    return new DesignTrial(where.workspace, model, desk, out());
  }

  private DesignRevision revision(Kit kit, DesignDesk desk, FlowFiles files) {
    Path copies = new Workspace(where.workspace).root().resolve("design").resolve(files.name());
    return new DesignRevision(kit, desk, copies, out());
  }

  /** The same task has the same run, in which nothing is paid twice. */
  private static String runName(String ground) {
    return "design-" + Digest.of(ground).substring(0, 8);
  }

  private int designed(Skills skills, Kit kit, DesignDesk desk) {
    String words = words();
    if (name != null) {
      NewFolder.named(name, dir);
    }
    String code = code();
    DesignSamples documents = DesignSamples.of(samples);
    String spoken = code.isEmpty() ? documents.language() : code;
    Designer.Brief brief =
        new Designer.Brief(
            words, documents.shown(), spoken.isEmpty() ? "" : DesignSamples.nameOf(spoken), spoken);
    Designer.Design design =
        desk.ask(
            runName(words + documents.jsonl() + code),
            interview -> new Designer(kit, interview, new DesignVoice(out())).design(brief));
    NewFolder folder = name == null ? folderFor(design) : NewFolder.named(name, dir);
    FlowFiles files =
        new FolderParts(kit)
            .files(
                new FolderParts.Setting(
                    String.valueOf(folder.path().getFileName()),
                    code.isEmpty() ? "seed" : code,
                    documents.kinds()),
                design.outline(),
                design.guides());
    skills.sound(files, Map.of());
    write(folder, files, documents);
    DesignVoice.told(folder.path(), design, files, out());
    int end = noTry ? ExitCode.DONE : tried(skills, kit, desk, folder.path(), files);
    next(folder.path());
    return end;
  }

  private String words() {
    if (task == null || task.isBlank()) {
      throw new Complaint(
          ExitCode.USAGE,
          "Say what the trained model shall do: `design \"answer members' questions from our terms\" --samples DIR`.");
    }
    if (samples.isEmpty()) {
      throw new Complaint(
          ExitCode.USAGE,
          "Name some of your documents with --samples.\n  The new skill is designed for them and tried on them.");
    }
    if (task.length() > LONGEST_TASK) {
      throw new Complaint(
          ExitCode.USAGE,
          "The task is longer than "
              + LONGEST_TASK
              + " characters.\n  Say it shorter; documents go to --samples.");
    }
    return task.strip();
  }

  private String code() {
    if (language == null) {
      return "";
    }
    String primary = Locale.forLanguageTag(language).getLanguage();
    if (!List.of(Locale.getISOLanguages()).contains(primary)) {
      throw new Complaint(
          ExitCode.USAGE,
          "--language is '"
              + ShowCommand.safe(language)
              + "'.\n  Write a code such as en or ja; or leave it out: each answer is then in its document's language.");
    }
    return language;
  }

  private NewFolder folderFor(Designer.Design design) {
    String stem = DraftText.slug(design.outline().goal().title());
    String own = stem.length() < 3 ? DraftText.slug(design.outline().goal().task()) : stem;
    return NewFolder.free(own.length() < 3 ? "my-skill" : own, dir);
  }

  private static void write(NewFolder folder, FlowFiles files, DesignSamples documents) {
    SortedMap<String, String> texts = new TreeMap<>(files.texts());
    texts.keySet().removeIf(path -> path.startsWith(FlowFiles.SHARED + "/"));
    texts.put("samples/seeds.jsonl", documents.jsonl());
    folder.write(texts);
  }

  /** Tries the folder, and revises it for as long as a person at a terminal wishes. */
  private int tried(Skills skills, Kit kit, DesignDesk desk, Path folder, FlowFiles files) {
    FlowFiles now = files;
    while (true) {
      out().println();
      DesignTrial.Shown shown = trial(desk).run(skills, now, folder.resolve("samples/seeds.jsonl"));
      Optional<String> wish = shown.code() == ExitCode.DONE ? wish() : Optional.empty();
      if (wish.isEmpty()) {
        return shown.code();
      }
      now =
          revision(kit, desk, now)
              .revise(runName(wish.get() + folder), folder, now, shown.rows(), wish.get());
    }
  }

  private Optional<String> wish() {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return Optional.empty();
    }
    out().println();
    out().flush();
    return Optional.ofNullable(console.readLine("What should be different? (Enter = done) "))
        .map(String::strip)
        .filter(wish -> !wish.isEmpty());
  }

  private void next(Path folder) {
    out().println();
    out().println("It is an ordinary folder: read its files, and edit what you like. Then:");
    out().println("  agentinstruct check --flow " + folder);
    out()
        .println(
            "  agentinstruct design --flow " + folder + " --feedback \"what should be different\"");
    out().println("  agentinstruct run --flow " + folder + " --seeds my-documents");
  }
}
