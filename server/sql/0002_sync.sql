-- Devices, their marks and raw items, and what is published to them (shared/PROTOCOL.md).

-- One-time enrolment codes. The secret half is sealed with a key that lies outside the database.
CREATE TABLE enrol_code (
	code_id TEXT PRIMARY KEY,           -- first four characters, shown and sent
	secret BLOB NOT NULL,               -- secret box of the other sixteen
	kind TEXT NOT NULL,                 -- kiosk, tablet
	label TEXT NOT NULL,
	scopes TEXT NOT NULL,               -- JSON array of complex keys
	expires INTEGER NOT NULL,           -- ms since 1970 UTC
	failures INTEGER NOT NULL DEFAULT 0, -- five burn it
	pubkey BLOB,                        -- who redeemed it
	device INTEGER                      -- device.n it became
) STRICT;

CREATE TABLE device (
	n INTEGER PRIMARY KEY,
	uuid TEXT NOT NULL UNIQUE,
	prefix TEXT NOT NULL UNIQUE,        -- of its receipts
	kind TEXT NOT NULL,
	label TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('active', 'pending', 'forked', 'revoked')),
	key_no INTEGER NOT NULL,
	pubkey BLOB NOT NULL,               -- Ed25519
	hw_hint TEXT NOT NULL,
	software TEXT NOT NULL,
	cert TEXT NOT NULL,                 -- what it got at enrolment, for a lost reply
	cert_sig TEXT NOT NULL,
	counter INTEGER NOT NULL,           -- highest seen
	seen BLOB NOT NULL,                 -- the 1,024 below it, one bit each
	hwm INTEGER NOT NULL,               -- marks 1..hwm are durable
	chain BLOB NOT NULL,                -- C(hwm)
	safe_hwm INTEGER NOT NULL,          -- of hwm, what a verified backup holds
	enrolled INTEGER NOT NULL,
	contact INTEGER NOT NULL,           -- last signed request, 0 for never
	pending INTEGER NOT NULL,           -- its queue, as it last said
	dead INTEGER NOT NULL,
	oldest_s INTEGER NOT NULL,
	disk_free INTEGER NOT NULL,
	drained INTEGER NOT NULL,           -- last batch that left its queue empty, 0 for never
	feed_seen INTEGER NOT NULL          -- newest feed number it has read up to
) STRICT;

-- Central's wall clock minus a device's monotonic one, per boot of it: dates what it captured.
CREATE TABLE device_boot (
	device INTEGER NOT NULL REFERENCES device (n),
	boot TEXT NOT NULL,
	offset INTEGER NOT NULL,            -- ms
	PRIMARY KEY (device, boot)
) STRICT, WITHOUT ROWID;

CREATE TABLE device_scope (
	device INTEGER NOT NULL REFERENCES device (n),
	scope TEXT NOT NULL,                -- complex key
	PRIMARY KEY (device, scope)
) STRICT, WITHOUT ROWID;

-- The first (id, h) stored under each sequence number of a device.
CREATE TABLE mark (
	device INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	id BLOB NOT NULL,
	h BLOB NOT NULL,
	PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- C(n) of a device at every 256th mark, so that any C(n) is 256 steps away at most.
CREATE TABLE mark_chain (
	device INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	c BLOB NOT NULL,
	PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- Raw items as received. text is the JSON; when cut >= 0 its body string was taken out at that byte
-- and stands decoded in body.
CREATE TABLE item (
	n INTEGER PRIMARY KEY,              -- order of arrival
	id BLOB NOT NULL UNIQUE,
	device INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	t_recv INTEGER NOT NULL,
	t INTEGER NOT NULL,                 -- estimated capture time: deadlines run from here
	quality INTEGER NOT NULL,           -- of that estimate: 0 boot, 1 past, 2 wall, 3 clamped
	cut INTEGER NOT NULL,
	fault TEXT NOT NULL,                -- '' or the quarantine code its envelope already showed
	path TEXT NOT NULL,                 -- member that fault is about
	text TEXT NOT NULL,
	body BLOB NOT NULL
) STRICT;

-- Bytes that contradict a mark or an id already stored: kept, shown, never used.
CREATE TABLE item_stray (
	id BLOB NOT NULL,
	h BLOB NOT NULL,
	device INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	t_recv INTEGER NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (id, h)
) STRICT, WITHOUT ROWID;

-- Voids: numbers a device used up without an item.
CREATE TABLE item_void (
	device INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	why TEXT NOT NULL,                  -- refused, purged, lost
	t_recv INTEGER NOT NULL,
	PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- Items that wait for another one.
CREATE TABLE item_parked (
	parent BLOB NOT NULL,
	n INTEGER NOT NULL REFERENCES item (n),
	PRIMARY KEY (parent, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_parked_n ON item_parked (n);

-- Items behind the projection's cursor that must be tried again.
CREATE TABLE item_again (
	n INTEGER PRIMARY KEY REFERENCES item (n)
) STRICT;

CREATE TABLE quarantine (
	n INTEGER PRIMARY KEY REFERENCES item (n),
	code TEXT NOT NULL,
	path TEXT NOT NULL,
	t INTEGER NOT NULL                  -- when it was put here
) STRICT;

-- What devices are told, numbered in order of change.
CREATE TABLE feed (
	n INTEGER PRIMARY KEY,
	feed TEXT NOT NULL,
	key TEXT NOT NULL,
	scope TEXT NOT NULL,                -- '' for all, complex key, or device:<uuid>
	gone INTEGER NOT NULL,              -- 1: taken back
	body TEXT NOT NULL,                 -- JSON, '' when gone
	UNIQUE (feed, key, scope)
) STRICT;

-- Preset compression dictionaries; their bytes never change.
CREATE TABLE dict (
	n INTEGER PRIMARY KEY,
	data BLOB NOT NULL
) STRICT;
