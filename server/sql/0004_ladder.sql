-- Escalation ladders; a set is never changed, a new one gets the next version (D4).
CREATE TABLE ladder_set (
	version INTEGER PRIMARY KEY,
	added INTEGER NOT NULL,
	who TEXT NOT NULL,
	csv TEXT NOT NULL                   -- the file as imported
) STRICT;
