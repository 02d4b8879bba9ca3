-- Which site a device holds: the version it fetched whole last, '' before the first.
ALTER TABLE device ADD COLUMN site TEXT NOT NULL DEFAULT '';
