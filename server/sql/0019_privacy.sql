-- Forgetting: persons go from old cases, the repair history of a home stays.
ALTER TABLE case_event ADD COLUMN erased INTEGER NOT NULL DEFAULT 0; -- 1: its detail was taken out, see case_forget
ALTER TABLE case_file ADD COLUMN anonymous INTEGER NOT NULL DEFAULT 0; -- when, 0 = not
CREATE INDEX case_keep ON case_file (nr) WHERE open = 0 AND anonymous = 0;
