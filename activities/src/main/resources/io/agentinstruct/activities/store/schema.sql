-- The store's tables. A body is TEXT as it is, or a BLOB of zstd where that is shorter.

CREATE TABLE runs (
  id TEXT NOT NULL PRIMARY KEY,
  created TEXT NOT NULL,
  spec TEXT NOT NULL,
  state TEXT NOT NULL,
  note TEXT NOT NULL,
  reading_done INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- What a person wants of a run while it goes on; see docs/reference/runs.md. Written by anybody, heeded by the process
-- that walks the run.
CREATE TABLE settings (
  run TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

-- Bodies lie in the order of writing; only the small index is written at random places.
CREATE TABLE texts (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  body ANY NOT NULL
) STRICT;

-- skills: names of the flows that the seed was assigned to, with commas between them; empty = all of the run's.
-- places: for each of them, how many seeds it was given before; empty = it was assigned by no plan.
CREATE TABLE seeds (
  run TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  id TEXT NOT NULL,
  text TEXT NOT NULL,
  source TEXT NOT NULL,
  skills TEXT NOT NULL DEFAULT '',
  places TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (run, ordinal),
  UNIQUE (run, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE skipped (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL,
  input TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE INDEX skipped_of_run ON skipped (run);

-- The call journal. A call with a reply is settled; a row here is not touched when that comes, since
-- each page touched is written anew. One without is open while it has a reservation.
CREATE TABLE calls (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  run TEXT NOT NULL,
  seed TEXT NOT NULL,
  agent TEXT NOT NULL,
  role TEXT NOT NULL,
  model TEXT NOT NULL,
  reserved_micros INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 1,
  abandoned INTEGER NOT NULL DEFAULT 0,
  trouble TEXT NOT NULL DEFAULT '',
  request ANY NOT NULL
) STRICT;

CREATE TABLE replies (
  call INTEGER PRIMARY KEY,
  finish TEXT NOT NULL,
  model TEXT NOT NULL,
  input_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cost_micros INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  millis INTEGER NOT NULL,
  body ANY NOT NULL
) STRICT;

-- The worst cost of each open call, in millionths of the currency unit: as many rows as there are calls under way.
CREATE TABLE reservations (
  call INTEGER PRIMARY KEY,
  run TEXT NOT NULL,
  micros INTEGER NOT NULL
) STRICT;

-- Attempts that ended in a way in which the endpoint may have billed them, one row each, charged at their worst cost.
CREATE TABLE lost (
  id INTEGER PRIMARY KEY,
  call INTEGER NOT NULL,
  run TEXT NOT NULL,
  day TEXT NOT NULL,
  micros INTEGER NOT NULL,
  trouble TEXT NOT NULL
) STRICT;

-- What all runs together were charged, by the day (UTC) on which it was written.
CREATE TABLE days (
  day TEXT NOT NULL PRIMARY KEY,
  cost_micros INTEGER NOT NULL DEFAULT 0,
  lost_micros INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- What tools answered. The key names the use (run, tool, arguments); the seed and the agent are those that asked first.
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

-- The ledger: a journey is committed or failed; or reopened: committed, and to be walked once more. Its counts are JSON.
CREATE TABLE journeys (
  run TEXT NOT NULL,
  seed TEXT NOT NULL,
  flow TEXT NOT NULL,
  version TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  counts TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (run, seed, flow)
) STRICT, WITHOUT ROWID;

CREATE INDEX failed_journeys ON journeys (run, reason) WHERE state = 'failed';

-- Calls that are asked anew because of a retry: the number goes into their journal key.
CREATE TABLE resamples (
  run TEXT NOT NULL,
  seed TEXT NOT NULL,
  flow TEXT NOT NULL,
  lineage TEXT NOT NULL,
  sample INTEGER NOT NULL,
  PRIMARY KEY (run, seed, flow, lineage)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcomes (
  run TEXT NOT NULL,
  seed TEXT NOT NULL,
  flow TEXT NOT NULL,
  position INTEGER NOT NULL,
  version TEXT NOT NULL,
  kind TEXT NOT NULL,
  row_id TEXT,
  lineage TEXT NOT NULL,
  instruction TEXT,
  exchange TEXT,
  answerability TEXT,
  verdicts TEXT,
  stage TEXT,
  agent TEXT,
  reason TEXT,
  detail TEXT,
  PRIMARY KEY (run, seed, flow, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX kept_rows ON outcomes (run, row_id) WHERE kind = 'kept';

-- assigned: journeys that the seeds are to make.
-- Running sums, kept in the transaction that changes them: figures cost the same in the longest run.
CREATE TABLE totals (
  run TEXT NOT NULL PRIMARY KEY,
  seeds INTEGER NOT NULL DEFAULT 0,
  journeys_kept INTEGER NOT NULL DEFAULT 0,
  journeys_dropped INTEGER NOT NULL DEFAULT 0,
  materials INTEGER NOT NULL DEFAULT 0,
  instructions INTEGER NOT NULL DEFAULT 0,
  refined INTEGER NOT NULL DEFAULT 0,
  exchanges INTEGER NOT NULL DEFAULT 0,
  threads_kept INTEGER NOT NULL DEFAULT 0,
  calls INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  open_intents INTEGER NOT NULL DEFAULT 0,
  input_tokens INTEGER NOT NULL DEFAULT 0,
  cached_tokens INTEGER NOT NULL DEFAULT 0,
  output_tokens INTEGER NOT NULL DEFAULT 0,
  cost_micros INTEGER NOT NULL DEFAULT 0,
  reserved_micros INTEGER NOT NULL DEFAULT 0,
  lost_micros INTEGER NOT NULL DEFAULT 0,
  lost_calls INTEGER NOT NULL DEFAULT 0,
  assigned INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- What is tallied: skipped, declined, dropped, lost.
CREATE TABLE tallies (
  run TEXT NOT NULL,
  what TEXT NOT NULL,
  stage TEXT NOT NULL,
  agent TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (run, what, stage, agent, reason)
) STRICT, WITHOUT ROWID;
