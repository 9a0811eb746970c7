-- From version 1 to 2: what a person wants of a run, money, and retries of dropped threads. What was spent before is in no day.

CREATE TABLE settings (
  run TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE reservations (
  call INTEGER PRIMARY KEY,
  run TEXT NOT NULL,
  micros INTEGER NOT NULL
) STRICT;

CREATE TABLE lost (
  id INTEGER PRIMARY KEY,
  call INTEGER NOT NULL,
  run TEXT NOT NULL,
  day TEXT NOT NULL,
  micros INTEGER NOT NULL,
  trouble TEXT NOT NULL
) STRICT;

CREATE TABLE days (
  day TEXT NOT NULL PRIMARY KEY,
  cost_micros INTEGER NOT NULL DEFAULT 0,
  lost_micros INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

ALTER TABLE totals ADD COLUMN reserved_micros INTEGER NOT NULL DEFAULT 0;
ALTER TABLE totals ADD COLUMN lost_micros INTEGER NOT NULL DEFAULT 0;
ALTER TABLE totals ADD COLUMN lost_calls INTEGER NOT NULL DEFAULT 0;

INSERT INTO reservations (call, run, micros)
SELECT c.id, c.run, c.reserved_micros
FROM calls c LEFT JOIN replies r ON r.call = c.id
WHERE r.call IS NULL AND c.abandoned = 0;

UPDATE totals
SET reserved_micros = coalesce((SELECT sum(micros) FROM reservations WHERE reservations.run = totals.run), 0);

ALTER TABLE journeys ADD COLUMN counts TEXT NOT NULL DEFAULT '';

CREATE TABLE resamples (
  run TEXT NOT NULL,
  seed TEXT NOT NULL,
  flow TEXT NOT NULL,
  lineage TEXT NOT NULL,
  sample INTEGER NOT NULL,
  PRIMARY KEY (run, seed, flow, lineage)
) STRICT, WITHOUT ROWID;
