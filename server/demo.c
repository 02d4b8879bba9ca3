/* Filling the demo: its register through the same import as everybody's, staff, log-ins.
 *
 * Owns DIR/logins and DIR/demo-tenants, both readable by the owner of the folder only. Passwords
 * and sign-in codes are random on every machine.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/init.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/import.h"
#include "server/leader_store.h"
#include "server/register_store.h"
#include "server/staff_store.h"
#include "server/tenants.h"
#include "shared/base/text.h"

static const struct {
	const char *name, *role, *who;
} STAFF[] = {
	{ "kcc", "phone", "klantcontactcentrum" },
	{ "leider", "leader", "projectleider" },
	{ "invaller", "leader", "projectleider, vervangt leider" },
	{ "planner", "planner", "planner reparaties" },
	{ "wijkbeheerder", "caretaker", "wijkbeheerder" },
	{ "manager", "manager", "manager" },
	{ "beheer", "admin", "beheerder" },
};

static int import_text(struct app *app, const char *what, const struct buf *csv, struct buf *codes,
		       struct buf *say)
{
	const struct import im = {
		.what = what, .csv = csv->data, .len = csv->len, .who = "demo", .out = say, .codes = codes,
	};
	return import_run(app, &im);
}

static int add_staff(struct app *app)
{
	BUF(logins);
	char path[PATH_CAP];
	for (size_t i = 0; i < COUNT_OF(STAFF); i++) {
		uint8_t rnd[12];
		char code[13], password[16], hash[128];
		crypt_random(rnd, sizeof rnd);
		crockford_make(rnd, sizeof rnd, code);
		snprintf(password, sizeof password, "%.4s-%.4s-%.4s", code, code + 4, code + 8);
		int err = password_hash(password, hash);
		if (!err)
			err = staff_add(app->db, STAFF[i].name, STAFF[i].role, hash, app_now(app));
		if (err)
			return err;
		buf_fmt(&logins, "%-14s %s   %s\n", STAFF[i].name, password, STAFF[i].who);
	}
	fs_join(path, app->dir, "logins");
	return fs_write(path, logins.data, logins.len, 0600);
}

/* One leader with a deputy for every department that has one (R14). */
static int add_leaders(struct app *app)
{
	static const char *const departments[] = { "dept:energy", "dept:repair", "dept:living" };
	int err = OK;
	for (size_t i = 0; i < COUNT_OF(departments) && !err; i++) {
		struct leader l = { .leader = "leider", .deputy = "invaller" };
		text_copy(l.department, sizeof l.department, departments[i]);
		err = leader_put(app->db, &l);
	}
	return err;
}

static bool same_complex(struct app *app, const struct tenant *t, const char *complex)
{
	char first[KEY_CAP];
	struct dwelling d;
	snprintf(first, sizeof first, "%.*s", (int)strcspn(t->units, " "), t->units);
	return dwelling_find(app->db, first, &d) && !strcmp(d.complex, complex);
}

/* The first new tenant of a complex, from "number,code" lines. */
static void put_example(struct app *app, const char *complex, const char *codes, struct buf *out)
{
	for (const char *line = codes; *line; line += strcspn(line, "\n") + 1) {
		char number[KEY_CAP], code[16];
		struct tenant t;
		if (sscanf(line, "%63[^,],%15[^\n]", number, code) != 2)
			return;
		if (!tenant_find(app->db, number, &t) || !same_complex(app, &t, complex))
			continue;
		buf_fmt(out, "%s %s %s %s\n", complex, number, code, t.name);
		return;
	}
}

struct examples {
	struct app *app;
	const char *codes;
	struct buf *out;
};

static bool each_complex(void *ctx, const char *key)
{
	struct examples *e = ctx;
	put_example(e->app, key, e->codes, e->out);
	return true;
}

static int write_examples(struct app *app, const struct buf *codes)
{
	char path[PATH_CAP];
	BUF(out);
	BUF(all);
	struct examples e = { app, buf_text(codes), &out };
	complex_each(app->db, each_complex, &e);
	fs_join(path, app->dir, "demo-tenants");
	int err = fs_write(path, buf_text(&out), out.len, 0600);
	if (err)
		return err;
	buf_fmt(&all, "number,code\n%s", buf_text(codes));
	fs_join(path, app->dir, "codes.csv");
	return fs_write(path, all.data, all.len, 0600);
}

/* In this order: what a row names must be there before it. */
static int import_register(struct app *app, struct buf *codes, struct buf *say)
{
	static const struct {
		const char *what;
		void (*make)(struct buf *out);
	} files[] = {
		{ "suppliers", demo_suppliers }, { "dwellings", demo_dwellings }, { "tenants", demo_tenants },
		{ "contracts", demo_contracts }, { "contacts", demo_contacts },
	};
	int err = OK;
	for (size_t i = 0; i < COUNT_OF(files) && !err; i++) {
		BUF(csv);
		files[i].make(&csv);
		err = import_text(app, files[i].what, &csv, codes, say);
	}
	return err;
}

int demo_fill(struct app *app, struct buf *say)
{
	BUF(codes);
	int err = import_register(app, &codes, say);
	if (!err)
		err = tenants_derive_all(app);
	if (!err)
		err = add_staff(app);
	if (!err)
		err = add_leaders(app);
	if (!err)
		err = write_examples(app, &codes);
	if (!err)
		buf_str(say, "log-ins are in DIR/logins, tenant numbers and codes in DIR/demo-tenants\n");
	return err;
}
