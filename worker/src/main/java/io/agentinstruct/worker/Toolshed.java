package io.agentinstruct.worker;

import io.agentinstruct.activities.corpus.Corpus;
import io.agentinstruct.activities.corpus.CorpusSearch;
import io.agentinstruct.activities.sandbox.PythonSandbox;
import io.agentinstruct.activities.tool.Calculator;
import io.agentinstruct.activities.tool.CodeInterpreter;
import io.agentinstruct.activities.tool.Tool;
import io.agentinstruct.activities.tool.ToolPins;
import io.agentinstruct.activities.tool.ToolWords;
import io.agentinstruct.activities.tool.Toolbox;
import io.agentinstruct.activities.tool.Toolkit;
import io.agentinstruct.activities.tool.ToolsFile;
import io.agentinstruct.core.check.CodeRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tools that are to be had here, and what runs code. Built when first asked for: most flows
 * need neither, and to look for a sandbox takes a process.
 */
final class Toolshed implements AutoCloseable {
  private final Corpus corpus;
  private final ToolsFile file;
  private final Path words;
  private final Path runs;
  private @Nullable Toolbox toolbox;
  private PythonSandbox.@Nullable Finding finding;

  /**
   * @param file what is configured of web search, fetch and servers of tools
   * @param words folder of flows, whose {@code _tools} says what models are told of our tools
   */
  Toolshed(Corpus corpus, ToolsFile file, Path words, Path runs) {
    this.corpus = corpus;
    this.file = file;
    this.words = words;
    this.runs = runs;
  }

  Toolkit of(String run, List<String> names) throws InterruptedException {
    return toolbox().named(run, names);
  }

  /** Runs code in the sandbox; says that nothing can be run where there is none. */
  Optional<CodeRunner.Ran> run(String language, String code) {
    return finding() instanceof PythonSandbox.Found found
        ? found.sandbox().run(language, code)
        : Optional.empty();
  }

  private synchronized PythonSandbox.Finding finding() {
    if (finding == null) {
      finding = PythonSandbox.find();
    }
    return finding;
  }

  private synchronized Toolbox toolbox() {
    if (toolbox == null) {
      ToolWords told = new ToolWords(words);
      List<Tool> house = new ArrayList<>();
      house.add(new Calculator(told.spec(Calculator.NAME)));
      house.add(new CorpusSearch(told.spec(CorpusSearch.NAME), corpus));
      Map<String, String> absent = new LinkedHashMap<>();
      switch (finding()) {
        case PythonSandbox.Found found ->
            house.add(new CodeInterpreter(told.spec(CodeInterpreter.NAME), found.sandbox()));
        case PythonSandbox.Missing missing -> absent.put(CodeInterpreter.NAME, missing.reason());
      }
      toolbox = new Toolbox(house, absent, file, told, ToolPins.under(runs));
    }
    return toolbox;
  }

  @Override
  public synchronized void close() {
    if (toolbox != null) {
      toolbox.close();
    }
  }
}
