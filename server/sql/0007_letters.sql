-- Everything that leaves the office as a message: letters by mail, calls, cards to print, texts to
-- send by hand. The table of 0003 is rebuilt because its kinds and states were closed lists.
CREATE TABLE outgoing_0007 (
	n INTEGER PRIMARY KEY,              -- nr * 100 + 1 … 99 within the case, then from 2^51 on
	nr INTEGER NOT NULL REFERENCES case_file,
	kind TEXT NOT NULL CHECK (kind = 'mail' OR kind = 'call' OR kind = 'print' OR kind = 'sms'),
	why TEXT NOT NULL,                  -- what it is about: 'confirmation', 'referral', …
	-- an IN list would build a small index for every row
	state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'sending' OR state = 'sent'
		OR state = 'unsure' OR state = 'failed' OR state = 'reached' OR state = 'not_reached'
		OR state = 'handed' OR state = 'dropped'),
	due INTEGER NOT NULL,               -- next attempt of a mail, deadline of a call or card
	attempts INTEGER NOT NULL DEFAULT 0,
	done INTEGER,
	by TEXT,                            -- who called, handed over or dropped it
	note TEXT,                          -- last error of a mail, note of a call
	letter TEXT,                        -- its name; NULL: a call, or a confirmation the case chooses
	address TEXT,                       -- NULL: the reporter's own
	facts TEXT                          -- JSON object of what the case does not know; NULL once sent
) STRICT;
INSERT INTO outgoing_0007 (n, nr, kind, why, state, due, attempts, done, by, note)
	SELECT n, nr, kind, why, state, due, attempts, done, by, note FROM outgoing ORDER BY n;
DROP TABLE outgoing;
ALTER TABLE outgoing_0007 RENAME TO outgoing;
CREATE INDEX outgoing_mail ON outgoing (due) WHERE kind = 'mail' AND state = 'waiting';
CREATE INDEX outgoing_call ON outgoing (due) WHERE kind = 'call' AND state IN ('waiting', 'not_reached');
CREATE INDEX outgoing_sending ON outgoing (n) WHERE state = 'sending';
-- cards and texts that wait for a person
CREATE INDEX outgoing_card ON outgoing (due) WHERE (kind = 'print' OR kind = 'sms') AND state = 'waiting';
-- mails somebody must decide about
CREATE INDEX outgoing_trouble ON outgoing (n) WHERE state = 'failed' OR state = 'unsure';
-- what no longer fits in the hundred numbers of its case
CREATE INDEX outgoing_more ON outgoing (nr, n) WHERE n >= 2251799813685248;
