-- Who looks after the energy of a home: party keys of the party feed, '' for none.
ALTER TABLE dwelling ADD COLUMN provider TEXT NOT NULL DEFAULT '';
ALTER TABLE dwelling ADD COLUMN supplier TEXT NOT NULL DEFAULT '';
