-- Office database: counters, staff, catalogues, the register of addresses and parties.
-- Instants are milliseconds since 1970 UTC.

-- Counters and small settings.
CREATE TABLE meta (
	key TEXT PRIMARY KEY,
	value ANY
) STRICT, WITHOUT ROWID;

-- People of the corporation who may log in.
CREATE TABLE staff (
	name TEXT PRIMARY KEY,
	role TEXT NOT NULL CHECK (role IN ('phone', 'leader', 'planner', 'caretaker', 'manager', 'admin')),
	hash TEXT NOT NULL,                 -- Argon2id, self-describing
	created INTEGER NOT NULL,
	disabled INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Log-ins in use; the cookie's value itself is never stored.
CREATE TABLE staff_session (
	token BLOB PRIMARY KEY,             -- SHA-256 of the cookie
	name TEXT NOT NULL REFERENCES staff ON DELETE CASCADE,
	csrf TEXT NOT NULL,
	created INTEGER NOT NULL,
	tenant TEXT                         -- whom the operator speaks for now, below /melden/
) STRICT, WITHOUT ROWID;

-- Who did what to the installation (not to a case: that is case_event).
CREATE TABLE audit (
	n INTEGER PRIMARY KEY,
	t INTEGER NOT NULL,
	who TEXT NOT NULL,
	what TEXT NOT NULL,
	detail TEXT NOT NULL
) STRICT;

-- Every catalogue ever published: a case is judged by the one it names, for ever (R53).
CREATE TABLE catalogue (
	version TEXT PRIMARY KEY,
	added INTEGER NOT NULL,
	doc BLOB NOT NULL                   -- the merged JSON, zlib
) STRICT, WITHOUT ROWID;

-- Published site archives, newest number is current.
CREATE TABLE site (
	number INTEGER PRIMARY KEY,
	version TEXT NOT NULL UNIQUE,
	catalogue TEXT NOT NULL REFERENCES catalogue,
	published INTEGER NOT NULL,
	size INTEGER NOT NULL,
	sha256 TEXT NOT NULL
) STRICT;

-- Providers, suppliers, partners and departments (R2, R6, R7).
CREATE TABLE party (
	key TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('department', 'provider', 'supplier', 'partner')),
	contract TEXT NOT NULL DEFAULT '',
	sla TEXT NOT NULL DEFAULT '',
	first_contact TEXT NOT NULL DEFAULT '' CHECK (first_contact IN ('', 'corporation', 'party')),
	phone TEXT NOT NULL DEFAULT '',
	mail TEXT NOT NULL DEFAULT '',
	hours TEXT NOT NULL DEFAULT '',
	valid_from TEXT NOT NULL DEFAULT '', -- civil dates, '' = open
	valid_until TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- A rented object: dwelling, or a parking place or storage room belonging to one (parent).
CREATE TABLE dwelling (
	key TEXT PRIMARY KEY,
	street TEXT NOT NULL,
	number INTEGER NOT NULL,
	suffix TEXT NOT NULL,
	postcode TEXT NOT NULL,
	city TEXT NOT NULL,
	complex TEXT NOT NULL,
	riser TEXT NOT NULL,                -- stairwell or standpipe homes share
	type TEXT NOT NULL,                 -- dwelling type of the catalogue
	kind TEXT NOT NULL CHECK (kind IN ('dwelling', 'parking', 'storage')),
	nom INTEGER NOT NULL CHECK (nom IN (0, 1)),
	parent TEXT REFERENCES dwelling DEFERRABLE INITIALLY DEFERRED,
	provider TEXT REFERENCES party,     -- aanbieder, NULL for none
	supplier TEXT REFERENCES party,     -- toeleverancier, NULL for none
	rooms TEXT NOT NULL DEFAULT '',     -- own room codes joined by blanks, '' = those of the type
	find TEXT NOT NULL,                 -- street as people type it: lower case
	find_post TEXT NOT NULL             -- postcode likewise, without blank
) STRICT, WITHOUT ROWID;
CREATE INDEX dwelling_complex ON dwelling (complex, street, number);
CREATE INDEX dwelling_find ON dwelling (find, number);
CREATE INDEX dwelling_find_post ON dwelling (find_post, number);
CREATE INDEX dwelling_parent ON dwelling (parent) WHERE parent IS NOT NULL;
CREATE INDEX dwelling_nom ON dwelling (key) WHERE nom = 1;

CREATE TABLE tenant (
	number TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	mail TEXT NOT NULL,
	subscription INTEGER NOT NULL CHECK (subscription IN (0, 1)),
	code TEXT,                          -- sign-in code until the two below are derived from it
	idx BLOB,                           -- where kiosks find the record (Argon2id, first half)
	box BLOB                            -- its key (second half)
) STRICT, WITHOUT ROWID;
CREATE INDEX tenant_code ON tenant (number) WHERE code IS NOT NULL;

CREATE TABLE tenant_unit (
	tenant TEXT NOT NULL REFERENCES tenant ON DELETE CASCADE,
	dwelling TEXT NOT NULL REFERENCES dwelling,
	PRIMARY KEY (tenant, dwelling)
) STRICT, WITHOUT ROWID;
CREATE INDEX tenant_unit_dwelling ON tenant_unit (dwelling);

-- Routing rules; a set is never changed, a new one gets the next version (D5).
CREATE TABLE rule_set (
	version INTEGER PRIMARY KEY,
	added INTEGER NOT NULL,
	who TEXT NOT NULL,
	csv TEXT NOT NULL                   -- the file as imported
) STRICT;
