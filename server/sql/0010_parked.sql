-- Children that wait too long for their parent (shared/PROTOCOL.md section 3): staff hear of it once.
ALTER TABLE item_parked ADD COLUMN told INTEGER NOT NULL DEFAULT 0; -- when staff were told, 0 for not yet
