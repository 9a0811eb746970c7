package io.agentinstruct.activities.seed;

import java.io.IOException;

/**
 * Reads the files of one format. Hands on document by document, so that a file of any size needs no
 * memory.
 */
sealed interface SeedReader
    permits TextReader, MarkdownReader, HtmlReader, JsonlReader, CsvReader, DataReader {
  /** Every document of the file goes to the intake, or its name and the reason why not. */
  void read(SeedFile file, Intake intake) throws IOException;
}
