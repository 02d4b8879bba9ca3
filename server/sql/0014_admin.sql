-- Administration: the audit becomes a chain nobody can edit, accounts get departments and start passwords.

-- What the change is about (an account, a version, a device), '' for nothing in particular.
ALTER TABLE audit ADD COLUMN about TEXT NOT NULL DEFAULT '';
-- SHA-256 over the row and the hash before it; NULL only in rows of before the chain began.
ALTER TABLE audit ADD COLUMN hash BLOB;
CREATE INDEX audit_who ON audit (who, what, n);
CREATE INDEX audit_about ON audit (what, about, n);
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit only grows'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit only grows'); END;

-- 1: the password was given by somebody else and opens nothing but the page to choose an own one.
ALTER TABLE staff ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0;

-- Departments a person works for ("dept:repair"); nobody here = all of them.
CREATE TABLE staff_department (
	name TEXT NOT NULL REFERENCES staff ON DELETE CASCADE,
	department TEXT NOT NULL,
	PRIMARY KEY (name, department)
) STRICT, WITHOUT ROWID;
