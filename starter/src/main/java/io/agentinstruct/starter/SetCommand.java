package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.core.flow.Nearest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code set}: other limits and goals for a run, also while it goes on. */
@Command(
    name = "set",
    description = "Sets what is wanted of a run, also while it goes on; `NAME=` takes it back.")
final class SetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "Name of the run; `agentinstruct runs` lists them.")
  private String run = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "NAME=VALUE",
      description =
          "in-flight, rpm, tpm, budget, budget-per-day, rows (goal of kept rows) or patience (such as 30m).")
  private List<String> wishes = new ArrayList<>();

  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Map<RunSetting, String> wanted = wanted(wishes);
    Helm helm = new Helm(where.workspace);
    try (Store store = helm.open()) {
      Store.Run found = helm.run(store, run);
      Map<String, String> before = store.settings(run);
      wanted.forEach((setting, value) -> store.set(run, setting, value));
      Map<String, String> now = store.settings(run);
      out.println("run " + run);
      wanted
          .keySet()
          .forEach(setting ->
              out.println(
                  "  %-15s %s → %s"
                      .formatted(setting.word(), words(before, setting), words(now, setting))));
      out.println(helm.heeding(found));
    }
    return ExitCode.DONE;
  }

  private static String words(Map<String, String> settings, RunSetting setting) {
    String none =
        switch (setting) {
          case IN_FLIGHT, RPM, TPM -> "as configured";
          default -> "none";
        };
    return settings.getOrDefault(setting.word(), none);
  }

  /** All of them, or a complaint that names each fault: nothing is written by halves. */
  static Map<RunSetting, String> wanted(List<String> wishes) {
    Map<RunSetting, String> wanted = new EnumMap<>(RunSetting.class);
    List<String> faults = new ArrayList<>();
    for (String wish : wishes) {
      int equals = wish.indexOf('=');
      String name = equals < 0 ? wish : wish.substring(0, equals).strip();
      Optional<RunSetting> setting = RunSetting.named(name).filter(RunSetting::settable);
      if (setting.isEmpty()) {
        faults.add(unknown(name));
      } else if (equals < 0) {
        faults.add(
            wish + " has no '='; write " + wish + "=VALUE, or " + wish + "= to take it back");
      } else {
        String value = wish.substring(equals + 1).strip();
        setting.get().fault(value).ifPresent(faults::add);
        wanted.put(setting.get(), value);
      }
    }
    if (!faults.isEmpty()) {
      throw new Complaint(ExitCode.USAGE, "Nothing was set:\n  " + String.join("\n  ", faults));
    }
    return wanted;
  }

  private static String unknown(String name) {
    if (name.equals(RunSetting.PAUSED.word()) || name.equals(RunSetting.CANCELLED.word())) {
      return "'" + name + "' is not set; use `agentinstruct pause`, `unpause` or `cancel`";
    }
    List<String> known =
        Arrays.stream(RunSetting.values())
            .filter(RunSetting::settable)
            .map(RunSetting::word)
            .toList();
    return "there is no setting '%s'; %s"
        .formatted(ShowCommand.safe(name), Nearest.remedy(name, known));
  }
}
