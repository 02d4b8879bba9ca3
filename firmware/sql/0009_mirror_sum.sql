-- Of a mirrored row as it was stored, the first bytes of a hash; 0: not taken (deleted, or of before).
ALTER TABLE mirror_rev ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
