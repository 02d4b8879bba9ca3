-- C(n) of this kiosk's own line of numbers, at every 256th (shared/PROTOCOL.md section 4).
CREATE TABLE outbox_chain (
	n INTEGER PRIMARY KEY,              -- as in outbox_item
	c BLOB NOT NULL,
	CHECK (length(c) = 32)
) STRICT;
