package io.agentinstruct.worker.run;

import io.agentinstruct.core.routing.Mix;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is needed to go on with a run, as kept in the store. Names of keys, never keys.
 *
 * @param seeds files, folders and globs, as given
 * @param flows flow name to pinned version
 * @param limit seeds read at most; 0 = all
 * @param textField of JSONL and CSV records; empty = the usual names
 * @param maxCharacters longer documents are split
 * @param engine as asked for: auto, embedded, dev, server
 * @param steps as asked for: auto, normal, local
 * @param teacher settings of the teacher given on the command line, by the names of the roles file
 * @param wishes what is wanted of the run from the start, by the words of {@link
 *     io.agentinstruct.contracts.RunSetting}
 * @param mix how the seeds are spread over the flows; null = by no plan: all seeds to all flows,
 *     agents picked by digest, as in runs of earlier versions
 */
public record RunSpec(
    List<String> seeds,
    Map<String, String> flows,
    long randomSeed,
    int limit,
    String textField,
    int maxCharacters,
    String engine,
    String steps,
    Map<String, String> teacher,
    Map<String, String> wishes,
    @Nullable Mix mix) {
  public RunSpec {
    wishes = wishes == null ? Map.of() : wishes;
    seeds = seeds == null ? List.of() : List.copyOf(seeds);
    flows = flows == null ? Map.of() : flows;
    textField = textField == null ? "" : textField;
    engine = engine == null ? "auto" : engine;
    steps = steps == null ? "auto" : steps;
    teacher = teacher == null ? Map.of() : teacher;
  }

  /** By no plan. */
  public RunSpec(
      List<String> seeds,
      Map<String, String> flows,
      long randomSeed,
      int limit,
      String textField,
      int maxCharacters,
      String engine,
      String steps,
      Map<String, String> teacher,
      Map<String, String> wishes) {
    this(
        seeds,
        flows,
        randomSeed,
        limit,
        textField,
        maxCharacters,
        engine,
        steps,
        teacher,
        wishes,
        null);
  }

  /** Of a run of which nothing more is wanted. */
  public RunSpec(
      List<String> seeds,
      Map<String, String> flows,
      long randomSeed,
      int limit,
      String textField,
      int maxCharacters,
      String engine,
      String steps,
      Map<String, String> teacher) {
    this(
        seeds,
        flows,
        randomSeed,
        limit,
        textField,
        maxCharacters,
        engine,
        steps,
        teacher,
        Map.of());
  }

  /** The same, spread by a plan. */
  public RunSpec with(Mix plan) {
    return of(seeds, plan);
  }

  /** The same for a process that works in another folder. */
  public RunSpec withAbsoluteSeeds() {
    List<String> absolute =
        seeds.stream().map(seed -> Path.of("").toAbsolutePath().resolve(seed).toString()).toList();
    return of(absolute, mix);
  }

  private RunSpec of(List<String> inputs, @Nullable Mix plan) {
    return new RunSpec(
        inputs,
        flows,
        randomSeed,
        limit,
        textField,
        maxCharacters,
        engine,
        steps,
        teacher,
        wishes,
        plan);
  }
}
