-- Outbox, identity and mirror of the kiosk (shared/PROTOCOL.md).

-- Every item this kiosk ever captured. Rows stay; texts may be dropped once central keeps them.
CREATE TABLE outbox_item (
	n INTEGER PRIMARY KEY,              -- enrolment line * 2^40 + sequence number
	id BLOB NOT NULL UNIQUE,            -- 16 bytes, UUIDv7
	h BLOB NOT NULL,                    -- SHA-256 of the sealed body
	kind TEXT NOT NULL,                 -- report.new, alarm.new
	receipt TEXT UNIQUE,                -- printed form; NULL for an alarm
	follow TEXT NOT NULL,               -- salted hash of the follow code, '' without
	t INTEGER NOT NULL,                 -- capture time, ms since 1970 UTC
	text BLOB,                          -- final JSON of the item, begins {"seq":N,; NULL once dropped
	CHECK (length(id) = 16 AND length(h) = 32)
) STRICT;

-- What central has not acknowledged yet, in sending order.
CREATE TABLE outbox_queue (
	rank INTEGER NOT NULL,              -- 0 urgent, 1 the rest
	n INTEGER NOT NULL,                 -- outbox_item.n
	bytes INTEGER NOT NULL,             -- of its text
	void TEXT NOT NULL,                 -- '' or why a void goes in its place: refused, purged, lost
	PRIMARY KEY (rank, n)
) STRICT, WITHOUT ROWID;

-- Items central will not hold: shown, exportable, never deleted.
CREATE TABLE outbox_dead (
	n INTEGER PRIMARY KEY,
	code TEXT NOT NULL,                 -- too_large, bad_json …
	t INTEGER NOT NULL                  -- capture time
) STRICT;

-- Revision of every mirrored row, deletions included.
CREATE TABLE mirror_rev (
	feed TEXT NOT NULL,
	key TEXT NOT NULL,
	rev INTEGER NOT NULL,
	PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;

-- A snapshot on its way in, swapped in at its last page.
CREATE TABLE mirror_shadow (
	feed TEXT NOT NULL,
	key TEXT NOT NULL,
	rev INTEGER NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE catalogue (
	version TEXT PRIMARY KEY,
	doc TEXT NOT NULL,                  -- the merged catalogue as JSON
	current INTEGER NOT NULL            -- 1 for the one new reports use
) STRICT;

CREATE TABLE dwelling (
	key TEXT PRIMARY KEY,
	street TEXT NOT NULL,
	number TEXT NOT NULL,
	suffix TEXT NOT NULL,
	postcode TEXT NOT NULL,
	city TEXT NOT NULL,
	complex TEXT NOT NULL,
	riser TEXT NOT NULL,
	type TEXT NOT NULL,
	nom INTEGER NOT NULL,               -- 1: zero-energy home
	parent TEXT NOT NULL,               -- dwelling a parking place or storage belongs to, '' for none
	kind TEXT NOT NULL,                 -- dwelling, parking, storage
	rooms TEXT NOT NULL                 -- JSON array of area codes, [] = default of its type
) STRICT;
CREATE INDEX dwelling_street ON dwelling (street COLLATE NOCASE, number);
CREATE INDEX dwelling_parent ON dwelling (parent) WHERE parent <> '';

CREATE TABLE party (
	key TEXT PRIMARY KEY,
	body TEXT NOT NULL                  -- JSON
) STRICT;

CREATE TABLE directory (
	idx BLOB PRIMARY KEY,               -- 32 bytes of Argon2id
	record BLOB NOT NULL                -- secret box, see design of the sign-in
) STRICT;

CREATE TABLE config (
	key TEXT PRIMARY KEY,               -- intake_keys, dict.1, directory, corporation …
	body TEXT NOT NULL                  -- JSON
) STRICT;

-- Preset compression dictionaries, checked when they came in; bodies name them by number.
CREATE TABLE dict (
	n INTEGER PRIMARY KEY,
	data BLOB NOT NULL
) STRICT;

CREATE TABLE text (
	key TEXT PRIMARY KEY,
	body TEXT NOT NULL                  -- JSON
) STRICT;

CREATE TABLE outage (
	key TEXT PRIMARY KEY,
	body TEXT NOT NULL                  -- JSON
) STRICT;

CREATE TABLE case_status (
	receipt TEXT PRIMARY KEY,           -- printed form
	state TEXT NOT NULL,
	body TEXT NOT NULL                  -- JSON
) STRICT;

-- Sites: the one wanted, the one served, the one before.
CREATE TABLE site (
	version TEXT PRIMARY KEY,
	size INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	minisig TEXT NOT NULL,
	role TEXT NOT NULL                  -- wanted, current, previous
) STRICT;
