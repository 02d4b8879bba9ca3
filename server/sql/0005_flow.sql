-- What working a case needs beside its history: who leads, who was referred, what must be done.

-- Facts of flow that hold for a case (G_ bits of shared/model/flow.h that are stored).
ALTER TABLE case_file ADD COLUMN facts INTEGER NOT NULL DEFAULT 0;
-- Department whose project leader has it, '' before it was handed over (R14).
ALTER TABLE case_file ADD COLUMN department TEXT NOT NULL DEFAULT '';
-- How often it came back after "done", and who had reported it ready last (D8, D9).
ALTER TABLE case_file ADD COLUMN reopened INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_file ADD COLUMN ready_by TEXT NOT NULL DEFAULT '';
-- The kind it came in as; kind itself may turn into 'complaint' (D10).
ALTER TABLE case_file ADD COLUMN kind_first TEXT NOT NULL DEFAULT '';
-- Until when a customer may object to "no fault" (R24), 0 = not running.
ALTER TABLE case_file ADD COLUMN objection INTEGER NOT NULL DEFAULT 0;
CREATE INDEX case_owner ON case_file (owner, due) WHERE open = 1;
CREATE INDEX case_department ON case_file (department, due) WHERE open = 1 AND department <> '';
CREATE INDEX case_state ON case_file (state, due) WHERE open = 1;

-- Every time a customer was sent on to a party (R11): found again by address and person (R15).
CREATE TABLE referral (
	n INTEGER PRIMARY KEY,
	nr INTEGER NOT NULL REFERENCES case_file,
	t INTEGER NOT NULL,
	party TEXT NOT NULL,
	medium TEXT NOT NULL,               -- print, mail, sms
	why TEXT NOT NULL,
	who TEXT NOT NULL,
	unit TEXT NOT NULL,                 -- dwelling key
	number TEXT NOT NULL,               -- tenant number, '' unknown
	phone TEXT NOT NULL,                -- '' unknown
	name TEXT NOT NULL,                 -- lower case, '' unknown
	returned INTEGER                    -- when the customer came back, NULL = not
) STRICT;
CREATE INDEX referral_unit ON referral (unit, t);
CREATE INDEX referral_nr ON referral (nr);

-- Cases that belong together: a return contact and its referral, a complaint and what it is about.
CREATE TABLE case_link (
	nr INTEGER NOT NULL REFERENCES case_file,
	other INTEGER NOT NULL REFERENCES case_file,
	why TEXT NOT NULL,                  -- referral, duplicate, related
	PRIMARY KEY (nr, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_link_other ON case_link (other);

-- The project leader of a department and who stands in (R14).
CREATE TABLE leader (
	department TEXT PRIMARY KEY,        -- dept:energy
	leader TEXT NOT NULL,               -- staff name
	deputy TEXT NOT NULL,               -- '' for none
	away_from INTEGER NOT NULL DEFAULT 0, -- the leader is away between these two, ms; 0 = not
	away_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Something one of staff must do about a case by a day (R47).
CREATE TABLE task (
	n INTEGER PRIMARY KEY,
	nr INTEGER NOT NULL REFERENCES case_file,
	what TEXT NOT NULL,
	owner TEXT NOT NULL,
	due INTEGER NOT NULL,
	made INTEGER NOT NULL,
	made_by TEXT NOT NULL,
	done INTEGER,
	done_by TEXT
) STRICT;
CREATE INDEX task_nr ON task (nr);
CREATE INDEX task_owner ON task (owner, due) WHERE done IS NULL;

-- What the tenant suspected beside what was found (R38, D7). One per case, the last one counts.
CREATE TABLE found_cause (
	nr INTEGER PRIMARY KEY REFERENCES case_file,
	t INTEGER NOT NULL,
	object TEXT NOT NULL,
	fault TEXT NOT NULL,
	suspect TEXT NOT NULL,              -- code of the tenant's suspicion, '' = did not know
	found TEXT NOT NULL                 -- code of the cause found
) STRICT;
CREATE INDEX found_cause_fault ON found_cause (object, fault);
