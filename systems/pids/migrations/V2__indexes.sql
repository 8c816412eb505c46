-- Who shows this photo: asked before a photo is given out, and when files are verified.
CREATE INDEX person_photo ON person (photo) WHERE photo IS NOT NULL;
CREATE INDEX mark_photo ON mark (photo) WHERE photo IS NOT NULL;
CREATE INDEX injury_photo ON injury (photo) WHERE photo IS NOT NULL;
-- From which arrival a stay began.
CREATE INDEX arrival_custody ON arrival (custody) WHERE custody IS NOT NULL;
-- A family of merged records is walked from both sides of a decision.
CREATE INDEX same_decision_b ON same_decision (person_b, at);
