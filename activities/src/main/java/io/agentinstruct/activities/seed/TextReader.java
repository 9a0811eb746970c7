package io.agentinstruct.activities.seed;

import java.io.IOException;
import java.util.Optional;

/** Plain text and source code: the file as it is. */
record TextReader(String kind) implements SeedReader {
  @Override
  public void read(SeedFile file, Intake intake) throws IOException {
    Facts facts = new Facts("", "", "", "", kind);
    file.text(intake, Optional.empty())
        .ifPresent(text -> intake.take(new Document(file.name(), text, facts)));
  }
}
