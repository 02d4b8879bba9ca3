-- An alarm told by phone: which operator left it, and about which address (R51, R52).
ALTER TABLE alarm ADD COLUMN who TEXT NOT NULL DEFAULT '';
ALTER TABLE alarm ADD COLUMN unit TEXT NOT NULL DEFAULT '';
