-- From version 2 to 3: results of tools, and seeds that only some of a run's flows take.

ALTER TABLE seeds ADD COLUMN skills TEXT NOT NULL DEFAULT '';

ALTER TABLE seeds ADD COLUMN places TEXT NOT NULL DEFAULT '';

ALTER TABLE totals ADD COLUMN assigned INTEGER NOT NULL DEFAULT 0;

UPDATE totals
SET assigned = seeds * (
  SELECT max(1, count(*))
  FROM runs r, json_each(CASE WHEN json_valid(r.spec) THEN r.spec ELSE '{}' END, '$.flows')
  WHERE r.id = totals.run);

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
