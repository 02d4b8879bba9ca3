-- Copies of this office, the epochs it lived through, and devices that are never accepted again
-- (shared/PROTOCOL.md section 4).

-- One row per copy that was made, written when its check has ended.
CREATE TABLE backup (
	n INTEGER PRIMARY KEY,
	begun INTEGER NOT NULL,             -- ms since 1970 UTC
	ended INTEGER NOT NULL,
	who TEXT NOT NULL,                  -- staff, '-' for the command line, '' for the timetable
	file TEXT NOT NULL,                 -- whole path
	bytes INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
	why TEXT NOT NULL,                  -- '' or what did not hold
	epoch TEXT NOT NULL,
	commits INTEGER NOT NULL,           -- commit number it holds
	marks INTEGER NOT NULL,
	items INTEGER NOT NULL,
	cases INTEGER NOT NULL,
	events INTEGER NOT NULL,
	gone INTEGER NOT NULL DEFAULT 0     -- when its time was over and the file went
) STRICT;
CREATE INDEX backup_good ON backup (begun) WHERE verified = 1;

-- Newest last: what began each epoch.
CREATE TABLE epoch (
	n INTEGER PRIMARY KEY,
	t INTEGER NOT NULL,                 -- 0: before this was written down
	epoch TEXT NOT NULL,
	why TEXT NOT NULL,                  -- init, restore, older, other, missing, damaged
	detail TEXT NOT NULL
) STRICT;
INSERT INTO epoch (t, epoch, why, detail) SELECT 0, value, 'init', '' FROM meta WHERE key = 'epoch';

-- By uuid, since the device itself may be younger than the copy that was put back.
CREATE TABLE revoked (
	uuid TEXT PRIMARY KEY,
	t INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO revoked (uuid, t) SELECT uuid, 0 FROM device WHERE state = 'revoked';
