-- Basics of a kiosk's database.

-- Counters and small settings, one row each (db_meta_* in shared/io/db.h).
CREATE TABLE meta (
	key   TEXT PRIMARY KEY, -- "receipt.prefix", "outbox.pending", …
	value ANY               -- integer or text
) STRICT;
