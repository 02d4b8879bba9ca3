-- Standard texts: short texts staff put into a field of a step, kept by administrators.
CREATE TABLE phrase (
	n INTEGER PRIMARY KEY,
	-- where it is for: a note, a result told to the customer, a message to somebody
	subject TEXT NOT NULL CHECK (subject = 'note' OR subject = 'result' OR subject = 'message'),
	title TEXT NOT NULL UNIQUE,         -- how people find it
	text TEXT NOT NULL,                 -- with holes such as {kenmerk}, filled per case
	changed INTEGER NOT NULL,           -- ms
	by TEXT NOT NULL                    -- staff name
) STRICT;
