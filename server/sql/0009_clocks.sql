-- Deadlines that run, and who was told (D4).

-- The clocks of a case, one row a case: JSON array of
-- {"clock","ladder","rank","start","due","step","stopped"}; step counts what was told already: 0 = the
-- warning comes next, i = rung i-1; stopped is the event that stopped it, absent while it runs.
CREATE TABLE case_clock (
	nr INTEGER PRIMARY KEY REFERENCES case_file,
	fire INTEGER,                       -- when the next of them must be told, NULL = never
	clocks TEXT NOT NULL
) STRICT;
CREATE INDEX case_clock_fire ON case_clock (fire) WHERE fire IS NOT NULL;

-- What people of the office must know: a deadline that nears or passed, a step that waits for them.
CREATE TABLE notice (
	n INTEGER PRIMARY KEY,
	t INTEGER NOT NULL,
	nr INTEGER NOT NULL REFERENCES case_file,
	who TEXT NOT NULL,                  -- staff name, or role:manager
	what TEXT NOT NULL,                 -- warn, late, handed
	clock TEXT NOT NULL,                -- '' without a deadline
	due INTEGER NOT NULL,
	seen INTEGER,
	seen_by TEXT
) STRICT;
CREATE INDEX notice_open ON notice (who, n) WHERE seen IS NULL;
CREATE INDEX notice_nr ON notice (nr);
