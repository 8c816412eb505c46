-- Why somebody was, or was not, taken for a person on record: a word; `rationale` keeps what was said beside it.
ALTER TABLE same_decision ADD COLUMN reason TEXT NOT NULL DEFAULT 'other';
-- At the gate a record is compared with somebody who has none yet: both columns of the pair name that record,
-- and this says whose admission it was. Null where two records were compared.
ALTER TABLE same_decision ADD COLUMN admission BLOB REFERENCES admission (id);
CREATE INDEX same_decision_admission ON same_decision (admission) WHERE admission IS NOT NULL;
-- By which admissions a person came in.
CREATE INDEX admission_person ON admission (person) WHERE person IS NOT NULL;
CREATE INDEX task_admission ON task (admission) WHERE admission IS NOT NULL;
