-- Which answers about a report were given at this kiosk; what they say lies sealed in the outbox.
CREATE TABLE case_answer (
	id      TEXT PRIMARY KEY,        -- of the item
	receipt TEXT NOT NULL,           -- printed form
	t       INTEGER NOT NULL         -- capture time
) STRICT, WITHOUT ROWID;
CREATE INDEX case_answer_receipt ON case_answer (receipt, t);
