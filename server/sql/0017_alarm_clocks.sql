-- An alarm nobody took has clocks of the ladder as a case has (R52, D4), and tells people the same way.
ALTER TABLE alarm ADD COLUMN clocks TEXT;  -- as those of case_clock; NULL: it came before there were any
ALTER TABLE alarm ADD COLUMN fire INTEGER; -- when the next of them must be told, NULL = never
CREATE INDEX alarm_fire ON alarm (fire) WHERE fire IS NOT NULL;

-- What people of the office must know; rebuilt because it may be about an alarm.
CREATE TABLE notice_0017 (
	n INTEGER PRIMARY KEY,
	t INTEGER NOT NULL,
	nr INTEGER REFERENCES case_file,    -- NULL: about an alarm
	alarm INTEGER REFERENCES alarm,
	who TEXT NOT NULL,                  -- staff name, or role:manager
	what TEXT NOT NULL,                 -- warn, late, handed
	clock TEXT NOT NULL,                -- '' without a deadline
	due INTEGER NOT NULL,
	seen INTEGER,                       -- by the person it is for; of a role: nobody needs it any more
	seen_by TEXT,
	CHECK ((nr IS NULL) <> (alarm IS NULL))
) STRICT;
INSERT INTO notice_0017 (n, t, nr, who, what, clock, due, seen, seen_by)
	SELECT n, t, nr, who, what, clock, due, seen, seen_by FROM notice ORDER BY n;
DROP TABLE notice;
ALTER TABLE notice_0017 RENAME TO notice;
CREATE INDEX notice_open ON notice (who, n) WHERE seen IS NULL;
CREATE INDEX notice_nr ON notice (nr) WHERE nr IS NOT NULL;
CREATE INDEX notice_alarm ON notice (alarm) WHERE alarm IS NOT NULL;

-- What is told to a role is seen by each of its people.
CREATE TABLE notice_seen (
	n INTEGER NOT NULL REFERENCES notice,
	name TEXT NOT NULL,
	t INTEGER NOT NULL,
	PRIMARY KEY (n, name)
) STRICT, WITHOUT ROWID;
