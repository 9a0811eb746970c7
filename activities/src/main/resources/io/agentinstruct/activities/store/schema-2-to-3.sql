-- From version 2 to 3: results of tools, and seeds that only some of a run's flows take.

ALTER TABLE seeds ADD COLUMN skills TEXT NOT NULL DEFAULT '';

CREATE TABLE tool_results (
  key TEXT NOT NULL PRIMARY KEY,
  run TEXT NOT NULL,
  seed TEXT NOT NULL,
  agent TEXT NOT NULL,
  tool TEXT NOT NULL,
  arguments ANY NOT NULL,
  result ANY NOT NULL,
  failed INTEGER NOT NULL,
  millis INTEGER NOT NULL
) STRICT;
