/* The command line of portiek-central: every command, its flags, and the verb behind it.
 *
 * Owns nothing; two tables and the one-line functions that join them.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/backup.h"
#include "server/command.h"

#define DATA { "data", true, "DIR", "folder of this installation" }
#define CONFIG { "config", true, "FILE", "settings instead of DIR/portiek.conf" }
#define SHARE { "share", true, "DIR", "folder with the built pages (staff.sqlar)" }
#define SITE_SOURCE { "source", true, "DIR", "folder with catalogue/, kiosk/ and dist/" }
#define END { 0 }

static const struct flag PLAIN_FLAGS[] = { DATA, CONFIG, END };
static const struct flag INIT_FLAGS[] = { DATA, CONFIG, SITE_SOURCE,
	{ "demo", false, "", "fill it with an invented neighbourhood" },
	{ "no-site", false, "", "do not build and publish the first site" }, END };
static const struct flag SERVE_FLAGS[] = { DATA, CONFIG, SHARE,
	{ "listen", true, "ADDR:PORT", "where to listen (127.0.0.1:8080; port 0 picks a free one)" },
	{ "tls-cert", true, "FILE", "certificate chain, PEM" },
	{ "tls-key", true, "FILE", "its private key, PEM" },
	{ "plain-http", false, "", "allow other addresses than loopback without TLS" }, END };
static const struct flag NO_FLAGS[] = { END };
static const struct flag IMPORT_FLAGS[] = { DATA, CONFIG,
	{ "dry-run", false, "", "report what would happen, change nothing" },
	{ "partial", false, "", "take the good lines when some are bad" },
	{ "codes", true, "FILE", "tenants: where the new sign-in codes go (DIR/codes.csv)" }, END };
static const struct flag DEVICE_ADD_FLAGS[] = { DATA, CONFIG,
	{ "name", true, "TEXT", "what people call it" },
	{ "complex", true, "KEYS", "complexes it stands for, by commas" },
	{ "place", true, "TEXT", "where it stands" },
	{ "kind", true, "KIND", "kiosk (default) or tablet" },
	{ "quiet", false, "", "print the code only" }, END };
static const struct flag USER_FLAGS[] = { DATA, CONFIG,
	{ "role", true, "ROLE", "phone leader planner caretaker manager admin" },
	{ "departments", true, "KEYS", "add, departments: whose cases it sees, by commas (dept:repair); all without" }, END };
static const struct flag SITE_FLAGS[] = { DATA, CONFIG, SITE_SOURCE,
	{ "out", true, "FILE", "build: where the archive goes" }, END };
static const struct flag QUARANTINE_FLAGS[] = { DATA, CONFIG,
	{ "code", true, "CODE", "only those with this reason" }, END };
static const struct flag RETENTION_FLAGS[] = { DATA, CONFIG,
	{ "run", false, "", "take persons out of them now" }, END };
static const struct flag PERSON_FLAGS[] = { DATA, CONFIG,
	{ "tenant", true, "NUMBER", "a tenant of the register, also by his telephone and mail" },
	{ "phone", true, "NUMBER", "whoever gave this telephone number" },
	{ "mail", true, "ADDRESS", "whoever gave this mail address" }, END };
static const struct flag SIMULATE_FLAGS[] = { DATA, CONFIG,
	{ "from", true, "DATE", "cases reported from this day on (a year before --to)" },
	{ "to", true, "DATE", "… until this day, itself included (today)" },
	{ "json", false, "", "for programs" }, END };
static const struct flag RESTORE_FLAGS[] = { DATA, CONFIG,
	{ "without-seal", false, "", "also a copy without FILE.seal, by its own chains alone" }, END };
static const struct flag JSON_FLAGS[] = { DATA, CONFIG,
	{ "json", false, "", "for programs" }, END };

const struct verb VERBS[] = {
	{ "import",        true,  INPUT_FILE,     import_verb },
	{ "import-batch",  true,  INPUT_ONLY_FILE, carry_verb_import },
	{ "device add",    true,  INPUT_NONE,     device_verb_add },
	{ "device scope",  true,  INPUT_NONE,     device_verb_scope },
	{ "device list",   false, INPUT_NONE,     device_verb_list },
	{ "device revoke", true,  INPUT_NONE,     device_verb_revoke },
	{ "device approve", true, INPUT_NONE,     device_verb_approve },
	{ "key rotate",    true,  INPUT_NONE,     key_verb_rotate },
	{ "quarantine list",   false, INPUT_NONE, quarantine_verb_list },
	{ "quarantine replay", true,  INPUT_NONE, quarantine_verb_replay },
	{ "user add",      true,  INPUT_PASSWORD, user_verb_add },
	{ "user list",     false, INPUT_NONE,     user_verb_list },
	{ "user passwd",   true,  INPUT_PASSWORD, user_verb_passwd },
	{ "user role",     true,  INPUT_NONE,     user_verb_role },
	{ "user departments", true, INPUT_NONE,   user_verb_departments },
	{ "user block",    true,  INPUT_NONE,     user_verb_block },
	{ "user unblock",  true,  INPUT_NONE,     user_verb_unblock },
	{ "user logout",   true,  INPUT_NONE,     user_verb_logout },
	{ "site build",    false, INPUT_NONE,     publish_verb_build },
	{ "site publish",  true,  INPUT_NONE,     publish_verb_publish },
	{ "rules explain", false, INPUT_NONE,     routing_verb_explain },
	{ "retention",     true,  INPUT_NONE,     forget_verb },
	{ "person export", true, INPUT_NONE,     person_verb_export },
	{ "person erase",  true,  INPUT_NONE,     person_verb_erase },
	{ "ladder simulate", false, INPUT_ONLY_FILE, simulate_verb_ladder },
	{ "rules simulate",  false, INPUT_ONLY_FILE, simulate_verb_rules },
	{ "stats",         false, INPUT_NONE,     stats_verb },
	{ "verify",        false, INPUT_NONE,     verify_verb },
	{ "backup",        false, INPUT_NONE,     backup_verb },
	{ 0 },
};

#define RUN(fn, verb) static int fn(const struct args *a) { return command_run(verb, a); }
RUN(run_import, "import")
RUN(run_import_batch, "import-batch")
RUN(run_device_add, "device add")
RUN(run_device_scope, "device scope")
RUN(run_device_list, "device list")
RUN(run_device_revoke, "device revoke")
RUN(run_device_approve, "device approve")
RUN(run_key_rotate, "key rotate")
RUN(run_quarantine_list, "quarantine list")
RUN(run_quarantine_replay, "quarantine replay")
RUN(run_user_add, "user add")
RUN(run_user_list, "user list")
RUN(run_user_passwd, "user passwd")
RUN(run_user_role, "user role")
RUN(run_user_departments, "user departments")
RUN(run_user_block, "user block")
RUN(run_user_unblock, "user unblock")
RUN(run_user_logout, "user logout")
RUN(run_site_build, "site build")
RUN(run_site_publish, "site publish")
RUN(run_rules_explain, "rules explain")
RUN(run_retention, "retention")
RUN(run_person_export, "person export")
RUN(run_person_erase, "person erase")
RUN(run_ladder_simulate, "ladder simulate")
RUN(run_rules_simulate, "rules simulate")
RUN(run_stats, "stats")
RUN(run_verify, "verify")

static const char IMPORT_HELP[] =
	"fill the register from CSV\n\n"
	"UTF-8; commas or semicolons; the first line names the columns. Known keys are updated. One bad\n"
	"line stops all, unless --partial; rules are taken as a whole or not at all.\n\n"
	"  dwellings  key,street,number,suffix,postcode,city,complex,riser,type,nom,provider,supplier,parent\n"
	"             and if wanted: kind (dwelling parking storage), rooms (codes by blanks)\n"
	"  tenants    number,name,phone,mail,subscription,units (dwelling keys by blanks)\n"
	"  suppliers  key,name,kind,contract,sla,first_contact,phone,mail,hours,valid_from,valid_until\n"
	"  contracts  party,number,role,sla,first_contact,valid_from,valid_until\n"
	"             role: monitoring heat_pump ventilation pv heating maintenance general (empty = general);\n"
	"             if wanted: epv (monthly fee in euro, COMPLEX:112.50 by blanks)\n"
	"  contacts   party,role,name,phone,mail,hours,valid_from,valid_until\n"
	"             if wanted: channels (\"phone mail\" or \"mail phone\"), order (1 = first)\n"
	"  rules      rank,rule,branch,kind,cause,area,object,fault,urgency,nom,complex,payer,provider,\n"
	"             supplier,channel,party,reason (conditions: empty = any, A|B = one of these)\n"
	"  ladder     rank,clock,kind,urgency,party,state,starts,stops,amount,unit,warn,rungs,reason\n"
	"             starts, stops: events by |; unit: clock_minutes clock_hours working_hours working_days\n"
	"             days weeks; warn: 30m 4h 4wh 1wd 10d 1w before due; rungs: who is told how long after\n"
	"             due: leader+deputy@+0h|manager@+4h";

static const char IMPORT_BATCH_HELP[] =
	"take in a batch that a kiosk wrote onto a stick\n\n"
	"Prints the signed reply: portiek-central import-batch X.batch > X.batch.reply, and bring both back to the\n"
	"kiosk. It is checked like any batch that comes over the line; the same file twice does no harm.";

static const char DEVICE_SCOPE_HELP[] =
	"say which complexes a device stands for\n\n"
	"KEYS: all of them, by commas. The device reads its part of the register again and loses the\n"
	"addresses of complexes that are no longer its own.";

static const char RETENTION_HELP[] =
	"closed cases whose time is over\n\n"
	"Counts those that [retention] no longer lets name persons; a running server takes persons out of\n"
	"them by itself, some every quarter of an hour. Place, fault, party, moments and steps stay.";

static const char PERSON_EXPORT_HELP[] =
	"everything about one person, as JSON (AVG art. 15)\n\n"
	"Row of the register, reports as given, their history, letters and names of files. Names of staff and\n"
	"of other people are not in it.";

static const char PERSON_ERASE_HELP[] =
	"take one person out of all closed cases (AVG art. 17)\n\n"
	"Refused while a case of theirs is open. The row of the register stays: it follows the ERP.";
static const char LADDER_SIMULATE_HELP[] =
	"what if this were the ladder\n\n"
	"FILE: as `import ladder` takes it. The history of every case of the period is played again under\n"
	"the ladder in force and under this one: per rule how many clocks started, were met or late, who was\n"
	"told, and the time left when they ended (median, and what nine in ten had at least); then the\n"
	"cases that would differ. Reads only; the office may run meanwhile.\n"
	"Ends with 0, also when cases differ; 65: something in FILE is wrong, said line by line; 64: a wrong\n"
	"date or no FILE; 66: FILE or DIR is not there.";

static const char RULES_SIMULATE_HELP[] =
	"what if these were the rules\n\n"
	"FILE: as `import rules` takes it. Every case of the period is given to a party by the rules in force\n"
	"and by these: which would move, from whom to whom, by which rules, with examples. The report is as\n"
	"it was sent; providers, suppliers, complexes and service plans are those of today. Reads only; the\n"
	"office may run meanwhile. Ends as `ladder simulate` does; 66 also when no rules are in force.";

static const char BACKUP_HELP[] =
	"copy database and files, and prove the copy\n\n"
	"FILE: where to (a new name in the folder of [backup]). A running server makes it itself, without\n"
	"stopping. Beside FILE come FILE.seal (what was proved, signed) and FILE.files (files of cases, sites,\n"
	"own letters, settings); keep them together. Keys are not in it: keep a copy of DIR/keys elsewhere.\n"
	"Only a copy that was proved counts: kiosks may then let go of what it holds. Ends with 74 when the\n"
	"copy does not hold; it is then called FILE.bad.";

static const char RESTORE_HELP[] =
	"put a copy back\n\n"
	"FILE: a copy made by `backup`; without FILE: which there are. Refused while a server runs here. The\n"
	"copy is proved first; the database that was here is moved aside, never deleted. A new epoch begins:\n"
	"kiosks send again what the copy misses, case numbers jump by 1,000, revoked devices stay revoked.";

const struct command COMMANDS[] = {
	{ "init", INIT_FLAGS, "", "make a new installation in DIR", init_run },
	{ "serve", SERVE_FLAGS, "", "run the office: staff app, API, sync", serve_run },
	{ "import", IMPORT_FLAGS, "dwellings|tenants|suppliers|contracts|contacts|rules|ladder FILE", IMPORT_HELP, run_import },
	{ "import-batch", PLAIN_FLAGS, "FILE", IMPORT_BATCH_HELP, run_import_batch },
	{ "device add", DEVICE_ADD_FLAGS, "", "make a one-time code to enrol a kiosk", run_device_add },
	{ "device scope", PLAIN_FLAGS, "DEVICE KEYS", DEVICE_SCOPE_HELP, run_device_scope },
	{ "device list", JSON_FLAGS, "", "list devices and the complexes they stand for", run_device_list },
	{ "device revoke", PLAIN_FLAGS, "DEVICE", "never accept this device again", run_device_revoke },
	{ "device approve", PLAIN_FLAGS, "DEVICE", "let a waiting device take part", run_device_approve },
	{ "key rotate", PLAIN_FLAGS, "server|intake", "a new key of the office; kiosks follow by themselves", run_key_rotate },
	{ "quarantine list", JSON_FLAGS, "", "items that could not be understood", run_quarantine_list },
	{ "quarantine replay", QUARANTINE_FLAGS, "", "try them again", run_quarantine_replay },
	{ "user add", USER_FLAGS, "NAME", "make a staff account; asks for the password", run_user_add },
	{ "user list", JSON_FLAGS, "", "list staff accounts", run_user_list },
	{ "user passwd", PLAIN_FLAGS, "NAME", "give an account another password", run_user_passwd },
	{ "user role", USER_FLAGS, "NAME", "give an account another role", run_user_role },
	{ "user departments", USER_FLAGS, "NAME", "say for which departments somebody works", run_user_departments },
	{ "user block", PLAIN_FLAGS, "NAME", "no log-in any more; what is logged in ends", run_user_block },
	{ "user unblock", PLAIN_FLAGS, "NAME", "let it log in again", run_user_unblock },
	{ "user logout", PLAIN_FLAGS, "NAME", "end all log-ins of an account", run_user_logout },
	{ "site build", SITE_FLAGS, "", "build the site archive into a file", run_site_build },
	{ "site publish", SITE_FLAGS, "", "build, sign and publish the site", run_site_publish },
	{ "rules explain", PLAIN_FLAGS, "CASE", "which rule decided a case, and why", run_rules_explain },
	{ "retention", RETENTION_FLAGS, "", RETENTION_HELP, run_retention },
	{ "person export", PERSON_FLAGS, "", PERSON_EXPORT_HELP, run_person_export },
	{ "person erase", PERSON_FLAGS, "", PERSON_ERASE_HELP, run_person_erase },
	{ "rules simulate", SIMULATE_FLAGS, "FILE", RULES_SIMULATE_HELP, run_rules_simulate },
	{ "ladder simulate", SIMULATE_FLAGS, "FILE", LADDER_SIMULATE_HELP, run_ladder_simulate },
	{ "stats", JSON_FLAGS, "", "reports, cases, devices, late, size", run_stats },
	{ "backup", PLAIN_FLAGS, "[FILE]", BACKUP_HELP, backup_run },
	{ "restore", RESTORE_FLAGS, "[FILE]", RESTORE_HELP, restore_run },
	{ "verify", PLAIN_FLAGS, "", "check the database and the chain of every case", run_verify },
	{ "--check-config", PLAIN_FLAGS, "", "read the settings and say what is wrong", settings_check },
	{ "--print-config", PLAIN_FLAGS, "", "print all settings as they stand", settings_print },
	{ "--print-routes", NO_FLAGS, "", "print every door of the API", serve_routes },
	{ 0 },
};
