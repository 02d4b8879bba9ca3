/* Workloads of the office itself: accounts, register, rules, words (matrix 9).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works_central.h"

#include "server/audit_store.h"
#include "server/ladder_set.h"
#include "server/phrase_store.h"
#include "server/publish.h"
#include "server/sets.h"
#include "server/staff_store.h"
#include "server/tenants.h"
#include "server/user_change.h"

static struct user_change by(struct house *h, const char *who, const char *name)
{
	return (struct user_change){ &h->o.app, who, name };
}

static void users(struct house *h)
{
	const char *why;
	struct user_change root = by(h, "-", "baas"), kees = by(h, "baas", "kees");

	house_begin(h);
	assert_int_equal(user_add(&root, "admin", "", "x", false, &why), OK);
	assert_int_equal(user_add(&kees, "phone", "dept:repair", "x", true, &why), OK);
	assert_int_equal(house_done(h, OK), OK);
}

static int change_user(struct house *h, int i)
{
	struct user_change kees = by(h, "baas", "kees"), fresh = by(h, "baas", "anna");
	const char *why;

	house_begin(h);
	switch (i) {
	case 0:
		return house_done(h, user_add(&fresh, "planner", "", "y", true, &why));
	case 1:
		return house_done(h, user_role(&kees, "planner", &why));
	case 2:
		return house_done(h, user_password(&kees, "z", false, &why));
	case 3:
		return house_done(h, user_departments(&kees, "dept:living", &why));
	default:
		return house_done(h, user_block(&kees, true, &why));
	}
}

/* No change without its row in the audit. */
static bool audited(struct house *h, int confirmed)
{
	return ROW(h, "SELECT count(*) FROM audit WHERE who = 'baas'") >= confirmed + 1;
}

static int log_in(struct house *h, int i)
{
	struct staff_session s = { .csrf = "c", .created = START_MS };

	memset(s.token, i + 1, sizeof(s.token));
	text_copy(s.name, sizeof(s.name), "kees");
	house_begin(h);
	return house_done(h, session_add(h->o.app.db, &s));
}

static int audit(struct house *h, int i)
{
	char about[16];

	snprintf(about, sizeof(about), "zaak %d", i);
	house_begin(h);
	app_audit_about(&h->o.app, "baas", "case.read", about, "");
	return house_done(h, OK);
}

static int phrase(struct house *h, int i)
{
	struct phrase p = { .changed = START_MS, .subject = "note", .text = "Wij komen morgen.", .by = "baas" };

	snprintf(p.title, sizeof(p.title), "Tekst %d", i);
	house_begin(h);
	return house_done(h, i < 2 ? phrase_put(h->o.app.db, &p)
				   : phrase_remove(h->o.app.db, ROW(h, "SELECT min(n) FROM phrase")));
}

static int import(struct house *h, int i)
{
	static const char *const CSV[] = {
		DWELLINGS_HEAD "B-1,Beukenlaan,1,,8299 LB,Lindehaven,BEUK,BEUK-A,APP,no,,,\n"
			       "B-2,Beukenlaan,2,,8299 LB,Lindehaven,BEUK,BEUK-A,APP,no,,,\n",
		DWELLINGS_HEAD "B-1,Beukenlaan,1,,8299 LB,Lindehaven,BEUK,BEUK-A,APP,yes,zon,meet,\n",
	};
	BUF(out);
	const struct import im = { .what = "dwellings", .csv = CSV[i], .len = strlen(CSV[i]), .who = "baas",
				   .partial = false, .out = &out };

	house_begin(h);
	return house_done(h, import_run(&h->o.app, &im));
}

/* All lines of a file or none. */
static bool imported(struct house *h, int confirmed)
{
	int64_t n = ROW(h, "SELECT count(*) FROM dwelling WHERE complex = 'BEUK'");

	return confirmed ? n == 2 : n == 0 || n == 2;
}

static int tenants(struct house *h, int i)
{
	char csv[200];
	BUF(out);

	snprintf(csv, sizeof(csv), "number,name,phone,mail,subscription,units\nT-%d,A. Bakker,0612345678,,yes,A-1\n",
		 i);
	const struct import im = { .what = "tenants", .csv = csv, .len = strlen(csv), .who = "baas",
				   .partial = true, .out = &out };

	house_begin(h);
	int err = import_run(&h->o.app, &im);
	return house_done(h, err);
}

static int rules(struct house *h, int i)
{
	const struct set_kind *kind = set_kind_find("rules");
	int64_t version;
	BUF(csv);

	house_begin(h);
	int err = set_csv(&h->o.app, kind, set_newest(&h->o.app, kind), &csv);
	buf_fmt(&csv, "%d,proef-%d,home,,,%s,DRP,,,,,,dept:living,Proef\n", 1 + i, i, i ? "LAMP" : "KRAAN");
	if (!err)
		err = set_publish(&h->o.app, kind, csv.data, csv.len, set_newest(&h->o.app, kind), "baas", &version);
	return house_done(h, err);
}

static int ladder(struct house *h, int i)
{
	size_t n = strlen(LADDER_DEFAULT);
	int64_t version;

	for (int rows = 0; rows <= i; rows++) /* one row less each time */
		for (n--; LADDER_DEFAULT[n - 1] != '\n';)
			n--;
	house_begin(h);
	return house_done(h, ladder_set_publish(&h->o.app, LADDER_DEFAULT, n, "baas", &version));
}

static int catalogue(struct house *h, int i)
{
	BUF(text);
	VAL(doc) = NULL;
	char why[200], *version;

	if (fs_read("tests/unit/kiosk/catalogue.json", 65536, &text) ||
	    !(version = strstr(text.data, "\"1.0\"")))
		return ERR_INTERNAL;
	version[1] = (char)('2' + i);
	if (val_parse(text.data, text.len, NULL, &doc, NULL))
		return ERR_INTERNAL;
	house_begin(h);
	return house_done(h, catalogues_add(&h->o.app, doc, why, sizeof(why)));
}

static int configuration(struct house *h, int i)
{
	snprintf(h->o.app.settings.phone, sizeof(h->o.app.settings.phone), "088 %d", i);
	house_begin(h);
	publish_config(&h->o.app);
	return house_done(h, OK);
}

const struct work CENTRAL_OFFICE[] = {
	{ .name = "accounts", .rows = "matrix 9", .prepare = users, .steps = 5, .step = change_user, .holds = audited },
	{ .name = "log-ins", .rows = "matrix 9", .prepare = users, .steps = 3, .step = log_in },
	{ .name = "the audit", .rows = "matrix 9", .steps = 3, .step = audit },
	{ .name = "standard texts", .rows = "matrix 9", .steps = 3, .step = phrase },
	{ .name = "homes from a file", .rows = "matrix 9", .steps = 2, .step = import, .holds = imported },
	{ .name = "tenants from a file", .rows = "matrix 9", .steps = 2, .step = tenants },
	{ .name = "rules that are put in force", .rows = "matrix 9", .steps = 2, .step = rules },
	{ .name = "a ladder that is put in force", .rows = "matrix 9", .steps = 2, .step = ladder },
	{ .name = "catalogues that are put in force", .rows = "matrix 9", .steps = 2, .step = catalogue },
	{ .name = "what kiosks are told of the office", .rows = "matrix 9", .steps = 2, .step = configuration },
	{ 0 },
};
