-- Personal links for people outside, without an account (R23). The secret is not stored: it follows
-- from the row and a key that lies outside the database.

CREATE TABLE link (
	n INTEGER PRIMARY KEY,
	nr INTEGER NOT NULL REFERENCES case_file,
	party TEXT NOT NULL,                -- who it was made for
	purpose TEXT NOT NULL,              -- answer, repair, arrange, partner
	question TEXT NOT NULL,             -- what they were asked
	due INTEGER NOT NULL,               -- until when an answer is wanted
	made INTEGER NOT NULL,
	made_by TEXT NOT NULL,
	expires INTEGER NOT NULL,
	revoked INTEGER,                    -- when, NULL = not
	answered INTEGER                    -- when its step was taken
) STRICT;
CREATE INDEX link_nr ON link (nr);

-- Files that prove something: photos and papers of suppliers, caretakers, tenants.
CREATE TABLE evidence (
	n INTEGER PRIMARY KEY,
	nr INTEGER NOT NULL REFERENCES case_file,
	t INTEGER NOT NULL,
	who TEXT NOT NULL,
	name TEXT NOT NULL,                 -- as people know it
	type TEXT NOT NULL,                 -- image/jpeg, image/png, application/pdf
	size INTEGER NOT NULL,
	sha256 TEXT NOT NULL                -- file below blobs/
) STRICT;
CREATE INDEX evidence_nr ON evidence (nr);
