-- Contracts and contacts of parties, and how staff find an address while they type.

-- What a party promised, for one role, and whom the tenant rings first (R2, R3).
CREATE TABLE contract (
	party TEXT NOT NULL REFERENCES party ON DELETE CASCADE,
	number TEXT NOT NULL,
	role TEXT NOT NULL,                 -- what it is for ('monitoring', 'heat_pump', …), 'general' = all
	sla TEXT NOT NULL,
	first_contact TEXT NOT NULL CHECK (first_contact IN ('', 'corporation', 'party')),
	valid_from TEXT NOT NULL,           -- civil dates, both within, '' = open
	valid_until TEXT NOT NULL,
	source TEXT NOT NULL CHECK (source IN ('own', 'supplier')), -- 'supplier': follows the suppliers file
	PRIMARY KEY (party, number, role)
) STRICT, WITHOUT ROWID;

-- Monthly energy performance fee of a contract, per complex.
CREATE TABLE contract_fee (
	party TEXT NOT NULL,
	number TEXT NOT NULL,
	role TEXT NOT NULL,
	complex TEXT NOT NULL,
	cents INTEGER NOT NULL CHECK (cents >= 0),
	PRIMARY KEY (party, number, role, complex),
	FOREIGN KEY (party, number, role) REFERENCES contract ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Whom to ring or write at a party, for one role (R7).
CREATE TABLE contact (
	party TEXT NOT NULL REFERENCES party ON DELETE CASCADE,
	role TEXT NOT NULL,                 -- as contract.role
	name TEXT NOT NULL,                 -- person or desk, '' = the party itself
	phone TEXT NOT NULL,
	mail TEXT NOT NULL,
	hours TEXT NOT NULL,
	channels TEXT NOT NULL CHECK (channels IN ('phone mail', 'mail phone')), -- what to try first
	rank INTEGER NOT NULL,              -- of several the lowest
	valid_from TEXT NOT NULL,
	valid_until TEXT NOT NULL,
	source TEXT NOT NULL CHECK (source IN ('own', 'supplier')),
	PRIMARY KEY (party, role, name)
) STRICT, WITHOUT ROWID;

-- What the suppliers file said until now.
INSERT INTO contract (party, number, role, sla, first_contact, valid_from, valid_until, source)
	SELECT key, contract, 'general', sla, first_contact, valid_from, valid_until, 'supplier' FROM party
	WHERE contract <> '';
INSERT INTO contact (party, role, name, phone, mail, hours, channels, rank, valid_from, valid_until, source)
	SELECT key, 'general', '', phone, mail, hours, 'phone mail', 99, valid_from, valid_until, 'supplier' FROM party
	WHERE phone <> '' OR mail <> '' OR hours <> '';

-- Homes that lack a party they must have (R6): only those, so counting them is cheap.
CREATE INDEX dwelling_no_provider ON dwelling (key)
	WHERE nom = 1 AND kind = 'dwelling' AND provider IS NULL;
CREATE INDEX dwelling_no_supplier ON dwelling (key)
	WHERE nom = 1 AND kind = 'dwelling' AND supplier IS NULL;

-- Words a home is found by (R10), folded and without blanks: its street from each of its words on
-- ('kortelindelaan', 'lindelaan') and its postcode. Filled by the program; meta 'finding' says how.
CREATE TABLE finding (
	word TEXT NOT NULL,
	number INTEGER NOT NULL,
	rest INTEGER NOT NULL,              -- 1: from a later word of the street on; such homes come last
	suffix TEXT NOT NULL,
	key TEXT NOT NULL,
	PRIMARY KEY (word, number, rest, suffix, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_number ON finding (number, word, rest, suffix, key);

-- The same for the names of tenants.
CREATE TABLE finding_tenant (
	word TEXT NOT NULL,
	tenant TEXT NOT NULL,
	PRIMARY KEY (word, tenant)
) STRICT, WITHOUT ROWID;
