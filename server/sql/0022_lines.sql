-- Devices change keys and are born of one another (shared/PROTOCOL.md sections 2 and 5).
ALTER TABLE device ADD COLUMN next_pub BLOB;          -- key it rotated to and has not used yet
ALTER TABLE device ADD COLUMN parent INTEGER REFERENCES device (n); -- line it began beside
ALTER TABLE device ADD COLUMN born BLOB;              -- key it began that line with
ALTER TABLE device ADD COLUMN flooded INTEGER NOT NULL DEFAULT 0; -- ms: too many lines were born of it
CREATE INDEX device_parent ON device (parent, enrolled) WHERE parent IS NOT NULL;
