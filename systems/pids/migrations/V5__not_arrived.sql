-- When the alarm went that somebody was not back, or there, by the time they were due. Written once, by whichever
-- server sees it first.
ALTER TABLE absence ADD COLUMN missed_at BIGINT;
CREATE INDEX absence_unmissed ON absence (due_at) WHERE to_at IS NULL AND missed_at IS NULL;
-- Those on the way to a prison stand on its board until they are there, whatever the day.
CREATE INDEX arrival_on_the_way ON arrival (prison)
  WHERE state = 'expected' AND source = 'transfer' AND custody IS NOT NULL;
