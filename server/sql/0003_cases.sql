-- Cases and what happened to them. A case is the projection of its events.

CREATE TABLE case_file (
	nr INTEGER PRIMARY KEY,
	id BLOB NOT NULL,                   -- UUIDv7 of the report
	item INTEGER,                       -- raw item it came in as; NULL: body is in case_body
	receipt TEXT NOT NULL,              -- printed form; a clash is kept as RECEIPT+NR
	state INTEGER NOT NULL,             -- enum state of shared/model/flow.h
	open INTEGER NOT NULL CHECK (open IN (0, 1)),
	urgency INTEGER NOT NULL,           -- enum urgency of shared/model/catalogue.h
	captured INTEGER NOT NULL,          -- when the reporter sent it
	received INTEGER NOT NULL,          -- when it was projected here
	due INTEGER NOT NULL,               -- from capture time (R63)
	channel TEXT NOT NULL,
	lang TEXT NOT NULL,
	branch TEXT NOT NULL,
	kind TEXT NOT NULL,
	unit TEXT,                          -- dwelling key
	complex TEXT NOT NULL,
	room TEXT NOT NULL,
	object TEXT NOT NULL,
	fault TEXT NOT NULL,
	restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)), -- about a person (R55)
	catalogue TEXT NOT NULL,
	party TEXT,                         -- NULL: exception queue
	rule_set INTEGER NOT NULL,
	rule INTEGER,                       -- rank within the set, NULL: none matched
	tried TEXT NOT NULL,                -- per rule before it the condition that failed, one letter
	first_contact INTEGER NOT NULL CHECK (first_contact IN (0, 1)), -- R5
	name TEXT NOT NULL,                 -- of the reporter, for search
	owner TEXT                          -- staff who opened it first
) STRICT;
-- Items of devices are unique by themselves; reports made here by their id.
CREATE UNIQUE INDEX case_here ON case_file (id) WHERE item IS NULL;
CREATE UNIQUE INDEX case_receipt ON case_file (receipt);
CREATE INDEX case_due ON case_file (due) WHERE open = 1;
CREATE INDEX case_exception ON case_file (due) WHERE state = 2;
CREATE INDEX case_urgent ON case_file (due) WHERE open = 1 AND urgency >= 2;
CREATE INDEX case_unit ON case_file (unit) WHERE unit IS NOT NULL;

-- Reports that did not come sealed from a device (phone desk): the body itself.
CREATE TABLE case_body (
	nr INTEGER PRIMARY KEY REFERENCES case_file,
	body BLOB NOT NULL                  -- canonical report JSON, zlib
) STRICT;

-- A receipt number somebody else had already: shown to staff, never refused.
CREATE TABLE receipt_clash (
	nr INTEGER PRIMARY KEY REFERENCES case_file,
	receipt TEXT NOT NULL,
	other INTEGER NOT NULL REFERENCES case_file
) STRICT;

-- Append-only history, each row chained to the one before of the same case (D12).
CREATE TABLE case_event (
	nr INTEGER NOT NULL REFERENCES case_file,
	n INTEGER NOT NULL,
	t INTEGER NOT NULL,
	who TEXT NOT NULL,
	what TEXT NOT NULL,
	detail TEXT NOT NULL,               -- JSON
	hash BLOB NOT NULL,
	PRIMARY KEY (nr, n)
) STRICT, WITHOUT ROWID;

-- One tap on an emergency sign at a kiosk (R52).
CREATE TABLE alarm (
	nr INTEGER PRIMARY KEY,
	id BLOB NOT NULL UNIQUE,
	sign TEXT NOT NULL,
	captured INTEGER NOT NULL,
	received INTEGER NOT NULL,
	device TEXT NOT NULL,
	accepted INTEGER,
	accepted_by TEXT
) STRICT;
CREATE INDEX alarm_waiting ON alarm (nr) WHERE accepted IS NULL;

-- Messages and call tasks that must leave: the confirmation of a case (R41, R42, R54).
CREATE TABLE outgoing (
	n INTEGER PRIMARY KEY,              -- nr * 100 + 1, 2, 3 … within the case
	nr INTEGER NOT NULL REFERENCES case_file,
	kind TEXT NOT NULL CHECK (kind IN ('mail', 'call')),
	why TEXT NOT NULL,                  -- what it is about: 'confirmation'
	-- an IN list would build a small index for every row
	state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'sending' OR state = 'sent'
		OR state = 'unsure' OR state = 'failed' OR state = 'reached' OR state = 'not_reached'),
	due INTEGER NOT NULL,               -- next attempt of a mail, deadline of a call
	attempts INTEGER NOT NULL DEFAULT 0,
	done INTEGER,
	by TEXT,                            -- who called
	note TEXT                           -- last error of a mail, note of a call
) STRICT;
CREATE INDEX outgoing_mail ON outgoing (due) WHERE kind = 'mail' AND state = 'waiting';
CREATE INDEX outgoing_call ON outgoing (due) WHERE kind = 'call' AND state IN ('waiting', 'not_reached');
CREATE INDEX outgoing_sending ON outgoing (n) WHERE state = 'sending';
