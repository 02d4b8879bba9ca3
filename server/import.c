/* `import`: reading, counting, deciding whether it stays.
 *
 * Owns the counts of one run. Rows are judged in server/import_rows.c. Promises: without --partial
 * either every line is in or none; a second import of the same file changes nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/import_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/civil.h"
#include "server/command.h"
#include "server/ladder_set.h"
#include "server/register.h"
#include "server/register_fault.h"
#include "server/routing.h"
#include "server/tenants.h"
#include "shared/base/crash.h"
#include "shared/io/db.h"

static const char *const DWELLINGS[] = { "key", "street", "number", "suffix", "postcode", "city",
	"complex", "riser", "type", "nom", "provider", "supplier", "parent", "kind", "rooms", NULL };
static const char *const TENANTS[] = { "number", "name", "phone", "mail", "subscription", "units", NULL };
static const char *const SUPPLIERS[] = { "key", "name", "kind", "contract", "sla", "first_contact",
	"phone", "mail", "hours", "valid_from", "valid_until", NULL };
static const char *const CONTRACTS[] = { "party", "number", "role", "sla", "first_contact",
	"valid_from", "valid_until", "epv", NULL };
static const char *const CONTACTS[] = { "party", "role", "name", "phone", "mail", "hours",
	"valid_from", "valid_until", "channels", "order", NULL };

static const struct subject {
	const char *name;
	const char *const *columns;
	int required;
	void (*row)(void *ctx, const struct csv_row *row);
} SUBJECTS[] = {
	{ "dwellings", DWELLINGS, 13, import_dwelling_row },
	{ "tenants", TENANTS, 6, import_tenant_row },
	{ "suppliers", SUPPLIERS, 11, import_supplier_row },
	{ "contracts", CONTRACTS, 7, import_contract_row },
	{ "contacts", CONTACTS, 8, import_contact_row },
};

void import_problem(void *ctx, int line, const char *why)
{
	struct importing *in = ctx;
	in->bad++;
	buf_fmt(in->im->out, "line %d: %s\n", line, why);
}

void import_count(struct importing *in, bool is_new)
{
	if (is_new)
		in->added++;
	else
		in->changed++;
}

bool import_cell(struct importing *in, const struct csv_row *row, const char *column, bool required,
		 char *out, size_t cap)
{
	char why[120];
	const char *cell = csv_get(row, column);
	bool cut = text_copy(out, cap, cell) != 0;
	if (!cut && (cell[0] || !required))
		return true;
	snprintf(why, sizeof why, "%s %s", column, cut ? "is too long" : "is empty");
	import_problem(in, csv_line(row), why);
	return false;
}

bool import_yes(struct importing *in, const struct csv_row *row, const char *column, bool *ret)
{
	static const char *const words[] = { "no", "yes", "nee", "ja", "0", "1", "", "x" };
	char why[120];
	const char *cell = csv_get(row, column);
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (strcasecmp(words[i], cell))
			continue;
		*ret = i % 2;
		return true;
	}
	snprintf(why, sizeof why, "%s: \"%.40s\" is neither yes nor no", column, cell);
	import_problem(in, csv_line(row), why);
	return false;
}

void import_expect(struct importing *in, int line, const char *child, const char *parent)
{
	struct links *l = &in->links;
	if (l->count == l->cap) {
		int grown = l->cap ? l->cap * 2 : 64;
		struct link *all = mem_new((size_t)grown, sizeof *all);
		if (l->count)
			memcpy(all, l->link, (size_t)l->count * sizeof *all);
		free(l->link);
		l->link = all;
		l->cap = grown;
	}
	struct link *at = &l->link[l->count++];
	at->line = line;
	text_copy(at->child, sizeof at->child, child);
	text_copy(at->parent, sizeof at->parent, parent);
}

/* Parents may stand below their children in the file, so they are looked for at the end. */
static void check_links(struct importing *in)
{
	struct dwelling d;
	char why[140];
	for (int i = 0; i < in->links.count; i++) {
		const struct link *l = &in->links.link[i];
		if (dwelling_find(in->app->db, l->parent, &d))
			continue;
		snprintf(why, sizeof why, "parent: there is no %s", l->parent);
		import_problem(in, l->line, why);
		register_withdraw(in->app, l->child);
	}
	free(in->links.link);
}

static void put_gap(void *ctx, const char *key, const char *role)
{
	buf_fmt(ctx, "note: %s is zero-energy but has no %s\n", key, role);
}

/* "note: zon (pv): contract expired 2025-12-31" */
static void put_fault(void *ctx, const struct register_fault *f)
{
	char code[32];
	text_copy(code, sizeof code, f->code);
	for (char *p = code; *p; p++)
		*p = *p == '_' ? ' ' : *p;
	buf_fmt(ctx, "note: %s%s%s%s%s: %s%s%s\n", f->party, f->role[0] ? " (" : "", f->role,
		f->role[0] ? ")" : "", f->rule, code, f->date[0] ? " " : "", f->date);
}

/* What still lacks in the part of the register this file is about. */
static void put_notes(struct importing *in, const char *what)
{
	char today[CIVIL_TEXT];
	if (!strcmp(what, "tenants"))
		return;
	if (!strcmp(what, "dwellings")) {
		register_gaps(in->app->db, put_gap, in->im->out);
		return;
	}
	civil_today(in->app, today);
	register_party_faults(in->app, today, put_fault, in->im->out);
}

static int import_rules(struct importing *in)
{
	int64_t version;
	struct rules *rules = routing_parse(in->im->csv, in->im->len, import_problem, in);
	if (!rules) {
		buf_fmt(in->im->out, "%d problems; the rules in force stay\n", in->bad);
		return ERR_INPUT;
	}
	int err = routing_publish(in->app, in->im->csv, in->im->len, in->im->who, &version);
	buf_fmt(in->im->out, "%d rules, version %lld\n", rules_count(rules), (long long)version);
	rules_free(rules);
	return err;
}

static int import_ladder(struct importing *in)
{
	int64_t version;
	struct ladder *ladder = ladder_set_parse(in->im->csv, in->im->len, import_problem, in);
	if (!ladder) {
		buf_fmt(in->im->out, "%d problems; the ladder in force stays\n", in->bad);
		return ERR_INPUT;
	}
	int err = ladder_set_publish(in->app, in->im->csv, in->im->len, in->im->who, &version);
	buf_fmt(in->im->out, "%d rows, version %lld\n", ladder_count(ladder), (long long)version);
	ladder_free(ladder);
	return err;
}

static int import_subject(struct importing *in, const struct subject *s)
{
	struct csv_problems problems = { .tell = import_problem, .ctx = in };
	const struct csv_options o = {
		.columns = s->columns, .required = s->required, .row = s->row, .ctx = in,
		.problems = &problems,
	};
	csv_read(in->im->csv, in->im->len, &o);
	check_links(in);
	put_notes(in, s->name);
	bool keep = !in->bad || (in->im->partial && in->added + in->changed > 0);
	buf_fmt(in->im->out, "%s: %d new, %d known, %d refused%s\n", s->name, in->added, in->changed,
		in->bad, keep ? "" : "; nothing was kept");
	return keep ? OK : ERR_INPUT;
}

static int run(struct importing *in)
{
	if (!strcmp(in->im->what, "rules"))
		return import_rules(in);
	if (!strcmp(in->im->what, "ladder"))
		return import_ladder(in);
	for (size_t i = 0; i < COUNT_OF(SUBJECTS); i++)
		if (!strcmp(SUBJECTS[i].name, in->im->what))
			return import_subject(in, &SUBJECTS[i]);
	buf_str(in->im->out, "import what? dwellings, tenants, suppliers, contracts, contacts, rules or ladder\n");
	return ERR_USAGE;
}

int import_run(struct app *app, const struct import *im)
{
	struct importing in = { .app = app, .im = im };
	db_event_begin(app->db);
	int err = run(&in);
	crash_point("central.import.read");
	db_event_end(app->db, !err && !im->dry_run);
	if (!err && im->dry_run) {
		buf_str(im->out, "dry run: nothing was changed\n");
		rules_free(app->rules);
		app->rules = NULL;
		ladder_free(app->ladder);
		app->ladder = NULL;
	}
	return err;
}

/* ---- the verb ----------------------------------------------------------------------------- */

/* Codes of new tenants: readable by the owner of the installation only. */
static int keep_codes(struct job *job, const struct buf *codes)
{
	char path[PATH_CAP];
	BUF(all);
	fs_join(path, job->app->dir, "codes.csv");
	const char *wanted = args_get(job->args, "codes", path);
	if (!codes->len)
		return OK;
	if (fs_read(wanted, 16u << 20, &all) || !all.len)
		buf_str(&all, "number,code\n");
	buf_add(&all, codes->data, codes->len);
	int err = fs_write(wanted, all.data, all.len, 0600);
	buf_fmt(job->out, "sign-in codes of new tenants: %s\n", err ? "could not be written" : wanted);
	return err;
}

int import_verb(struct job *job)
{
	BUF(codes);
	const struct import im = {
		.what = job->args->rest_count ? job->args->rest[0] : "", .csv = job->input,
		.len = job->input_len, .dry_run = args_has(job->args, "dry-run"),
		.partial = args_has(job->args, "partial"), .who = "import", .out = job->out,
		.codes = &codes,
	};
	int err = import_run(job->app, &im);
	if (err || im.dry_run)
		return err;
	err = keep_codes(job, &codes);
	if (!err && !job->app->loop && codes.len)
		err = tenants_derive_all(job->app);
	tenants_nudge(job->app->tenants);
	app_audit(job->app, "-", "import", im.what);
	return err;
}
