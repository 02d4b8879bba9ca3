-- A device whose complexes changed reads everything again: cursors older than this feed number are gone.
ALTER TABLE device ADD COLUMN scoped INTEGER NOT NULL DEFAULT 0;
