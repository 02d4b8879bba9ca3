-- The last alarm per sign, so that a frightened finger makes one record a minute.
CREATE TABLE alarm_last (
	code   TEXT PRIMARY KEY,         -- emergency code of the catalogue
	id     TEXT NOT NULL,            -- its report id
	boot   TEXT NOT NULL,            -- boot the monotonic time belongs to
	t_mono INTEGER NOT NULL          -- monotonic ms
) STRICT, WITHOUT ROWID;
