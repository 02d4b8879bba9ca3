-- What dashboards count: cases by when they were reported, steps by when they were taken, referrals
-- and findings by day (R4, R17, D7, D9). A case that comes in has no step of these yet.
CREATE INDEX case_captured ON case_file (captured);
CREATE INDEX event_step ON case_event (what, t) WHERE what = 'return' OR what = 'escalate'
	OR what = 'reopen' OR what = 'close' OR what = 'solved' OR what = 'withdraw' OR what = 'ask'
	OR what = 'ready' OR what = 'done' OR what = 'arranged';
CREATE INDEX referral_t ON referral (t);
CREATE INDEX found_cause_t ON found_cause (t);
