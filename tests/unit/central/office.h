/* An office in memory for unit tests: fake clock, small catalogue, a register of three homes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CENTRAL_OFFICE_H
#define TESTS_UNIT_CENTRAL_OFFICE_H

#include "tests/unit/check.h"

#include "server/app.h"
#include "server/case_store.h"
#include "server/catalogues.h"
#include "server/import.h"
#include "server/init.h"
#include "server/outgoing_store.h"
#include "server/projection.h"
#include "server/register_store.h"
#include "server/routing.h"
#include "shared/base/crypt.h"
#include "shared/base/val.h"
#include "shared/io/db.h"
#include "shared/io/fs.h"

#define SUPPLIERS_HEAD \
	"key,name,kind,contract,sla,first_contact,phone,mail,hours,valid_from,valid_until\n"
#define DWELLINGS_HEAD \
	"key,street,number,suffix,postcode,city,complex,riser,type,nom,provider,supplier,parent\n"
#define TENANTS_HEAD "number,name,phone,mail,subscription,units\n"

#define START_MS INT64_C(1795560000000)

struct office {
	struct app app;
	int64_t wall, mono;
};

static inline int64_t office_wall(void *ctx)
{
	return ((struct office *)ctx)->wall;
}

static inline int64_t office_mono(void *ctx)
{
	return ((struct office *)ctx)->mono;
}

/* Import in one event; the report is printed when the outcome is another than wanted. */
static inline int office_import(struct office *o, const char *what, const char *csv, bool partial,
				struct buf *out)
{
	const struct import im = {
		.what = what, .csv = csv, .len = strlen(csv), .partial = partial, .who = "test", .out = out,
	};
	db_event_begin(o->app.db);
	int err = import_run(&o->app, &im);
	db_event_end(o->app.db, !err);
	return err;
}

static inline void office_must_import(struct office *o, const char *what, const char *csv)
{
	BUF(out);
	int err = office_import(o, what, csv, false, &out);
	if (err)
		fail_msg("%s: %s", what, buf_text(&out));
}

static inline void office_catalogue(struct office *o)
{
	BUF(text);
	VAL(doc) = NULL;
	char why[200] = "";
	assert_int_equal(fs_read("tests/unit/kiosk/catalogue.json", 65536, &text), OK);
	assert_int_equal(val_parse(text.data, text.len, NULL, &doc, NULL), OK);
	db_event_begin(o->app.db);
	assert_int_equal(catalogues_add(&o->app, doc, why, sizeof why), OK);
	db_event_end(o->app.db, true);
}

/* One home of each sort: A-1 plain, N-1 zero-energy with provider and supplier, N-2 without. */
static inline struct office *office_open(void)
{
	struct office *o = mem_new(1, sizeof *o);
	struct clock clock = { office_wall, office_mono, o };
	o->wall = START_MS;
	assert_int_equal(crypt_start(), OK);
	assert_int_equal(app_open_memory(&o->app, &clock), OK);
	office_catalogue(o);
	office_must_import(o, "suppliers", SUPPLIERS_HEAD
		"zon,Zonzeker,provider,C1,,party,088 1,z@x.example,,2024-01-01,\n"
		"meet,Meetgoed,supplier,C2,,,088 2,,,,\n");
	office_must_import(o, "dwellings", DWELLINGS_HEAD
		"A-1,Lindenhof,1,,8299 LA,Lindehaven,LINDE,LINDE-A,APP,no,,,\n"
		"A-1-B,Lindenhof,1,B,8299 LA,Lindehaven,LINDE,LINDE-A,APP,no,,,A-1\n"
		"N-1,Zonneweide,3,,8299 ZW,Lindehaven,ZON,,APP,yes,zon,meet,\n"
		"N-2,Zonneweide,5,,8299 ZW,Lindehaven,ZON,,APP,yes,,,\n");
	return o;
}

static inline void office_close(struct office *o)
{
	assert_int_equal(db_turn_commit(o->app.db), OK);
	app_close(&o->app);
	free(o);
}

/* A report at home; id ends in `last` (0-9). Everything complete; change members before use. */
static inline void office_report(struct report *r, int last)
{
	memset(r, 0, sizeof *r);
	snprintf(r->id, sizeof r->id, "019303f2-7c10-7abc-8def-01234567890%d", last);
	const char five[6] = { '4', 'M', '2', 'X', (char)('0' + last), '\0' };
	receipt_make("K7QD", five, r->receipt);
	strcpy(r->catalogue, "1.0");
	strcpy(r->channel, "kiosk");
	strcpy(r->lang, "nl");
	strcpy(r->actor_kind, "guest");
	strcpy(r->branch, "home");
	strcpy(r->kind, "repair");
	strcpy(r->unit, "A-1");
	strcpy(r->room, "BAD");
	strcpy(r->object, "KRAAN");
	strcpy(r->fault, "DRP");
	strcpy(r->slots[0].day, "2026-11-25");
	strcpy(r->slots[0].part, "OCH");
	r->slot_count = 1;
	strcpy(r->name, "J. de Vries");
	strcpy(r->phone, "+31612345678");
	strcpy(r->mail, "j@x.example");
	strcpy(r->via, "mail");
	r->first_contact = true;
	r->t = START_MS;
}

/* A report about people in the street, by nobody in particular: restricted. */
static inline void office_about_people(struct report *r, int last)
{
	office_report(r, last);
	strcpy(r->branch, "surroundings");
	strcpy(r->kind, "nuisance");
	strcpy(r->cause, "people");
	strcpy(r->fault, "GELUID");
	strcpy(r->place_code, "STRAAT");
	r->unit[0] = r->room[0] = r->object[0] = '\0';
	r->slot_count = 0;
}

/* A question about the monitor of a zero-energy home. */
static inline void office_question(struct report *r, int last, const char *words)
{
	office_report(r, last);
	strcpy(r->branch, "energy");
	strcpy(r->kind, "question");
	strcpy(r->unit, "N-1");
	strcpy(r->words, words);
	r->room[0] = r->object[0] = r->fault[0] = '\0';
	r->slot_count = 0;
}

/* Let it become a case as if it came from device D. */
static inline int64_t office_case(struct office *o, const struct report *r, int64_t item)
{
	int64_t nr = 0;
	BUF(json);
	VAL(v) = report_write(r);
	val_print(v, &json);
	const struct origin from = {
		.item = item, .device = "01930000-0000-7000-8000-000000000001", .who = "zuil",
		.captured = r->t, .body_json = json.data, .body_len = json.len,
	};
	db_event_begin(o->app.db);
	int err = projection_report(&o->app, r, catalogues_get(&o->app, r->catalogue), &from, &nr);
	db_event_end(o->app.db, !err);
	assert_int_equal(err, OK);
	return nr;
}

#endif
