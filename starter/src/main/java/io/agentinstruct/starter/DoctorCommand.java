package io.agentinstruct.starter;

import io.agentinstruct.activities.teacher.Role;
import io.agentinstruct.activities.teacher.Roles;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.worker.preflight.EngineCheck;
import io.agentinstruct.worker.preflight.Finding;
import io.agentinstruct.worker.preflight.PlaceChecks;
import io.agentinstruct.worker.preflight.Preflight;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: everything that a run looks at before it begins, and more, all at once. */
@Command(
    name = "doctor",
    description =
        "Looks whether a run could start: key, endpoint, model, limits, clock, disk, workspace, engine, memory.")
final class DoctorCommand implements Callable<Integer> {
  private static final String USUAL_SKILL = "reading-comprehension";

  @Spec private CommandSpec spec;

  @Option(
      names = "--skill",
      paramLabel = "NAME",
      description = "The skill that is to be taught (default: " + USUAL_SKILL + ").")
  private @Nullable String skill;

  @Option(
      names = "--flow",
      paramLabel = "DIR",
      description = "Folder of a skill that lies elsewhere.")
  private @Nullable Path flow;

  @Mixin private Options.OfFlows flows;
  @Mixin private Options.OfModel model;
  @Mixin private Options.OfEngine engine;
  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    RunCommand.checkEngine(engine);
    Map<String, String> env = System.getenv();
    Flow read = flow();
    PrintWriter out = spec.commandLine().getOut();
    List<Finding> findings = new ArrayList<>();
    findings.add(PlaceChecks.jdk());
    findings.add(PlaceChecks.memory(heap(env)));
    findings.add(PlaceChecks.workspace(where.workspace));
    findings.add(PlaceChecks.disk(where.workspace, 0));
    findings.add(EngineCheck.of(engine.engine("auto"), env));
    Optional<Preflight> endpoints = endpoints(env, read, findings);
    endpoints.ifPresent(preflight -> findings.addAll(preflight.findings()));
    out.print(Readiness.table(findings));
    out.println();
    out.println(sum(findings, endpoints));
    return Readiness.exitCode(findings);
  }

  private Flow flow() {
    Skills skills = Skills.of(flows);
    FlowFiles files =
        flow != null ? skills.files(flow) : skills.files(skill == null ? USUAL_SKILL : skill);
    return skills.read(skills.sound(files, flows.overrides())).flow().orElseThrow();
  }

  /** Absent where the roles are not even readable, which is then among the findings. */
  private Optional<Preflight> endpoints(
      Map<String, String> env, Flow read, List<Finding> findings) {
    try {
      Map<String, Role> roles = Roles.from(model.rolesFile(), model.teacher(), env);
      return Optional.of(Preflight.of(roles.values(), env, List.of(read)));
    } catch (Roles.Faulty faulty) {
      findings.add(
          new Finding(
              Finding.Verdict.FAULT,
              "roles",
              String.valueOf(faulty.getMessage()),
              Optional.of(Trouble.CONFIG)));
      return Optional.empty();
    }
  }

  private static String sum(List<Finding> findings, Optional<Preflight> endpoints) {
    int faults = Readiness.of(findings, Finding.Verdict.FAULT).size();
    int warnings = Readiness.of(findings, Finding.Verdict.WARNING).size();
    int calls = endpoints.map(Preflight::calls).orElse(0);
    long tokens = endpoints.map(Preflight::tokens).orElse(0L);
    return "%s, %s. This cost %s%s."
        .formatted(
            counted(faults, "fault"),
            counted(warnings, "warning"),
            counted(calls, "call"),
            tokens > 0 ? ", " + tokens + " tokens" : "");
  }

  private static String counted(int count, String what) {
    return (count == 0 ? "no" : String.valueOf(count)) + " " + what + (count == 1 ? "" : "s");
  }

  /** As the launcher would give it to a run, in bytes. */
  static long heap(Map<String, String> env) {
    String wanted = env.getOrDefault("AGENTINSTRUCT_HEAP", "2g").strip().toLowerCase(Locale.ROOT);
    if (!wanted.matches("[0-9]{1,12}[kmg]?")) {
      return 2L << 30;
    }
    long number = Long.parseLong(wanted.replaceAll("[kmg]", ""));
    return switch (wanted.charAt(wanted.length() - 1)) {
      case 'k' -> number << 10;
      case 'm' -> number << 20;
      case 'g' -> number << 30;
      default -> number;
    };
  }
}
