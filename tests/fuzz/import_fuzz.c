/* CSV files into the register. The first byte chooses what, the second how (p in part, d to look at only); the rest is the file.
 *
 * All or nothing: a refused file leaves every table as it was; a file that was taken is taken again
 * and adds nothing; the report names a line for every refusal. '#' as first byte is the calendar's
 * office hours instead, by lines: hours, closing days, liberation day, zone.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/calendar.h"
#include "tests/fuzz/target.h"
#include "tests/unit/central/office.h"

static const char *const WHAT[] = { "dwellings", "tenants", "suppliers", "contracts", "contacts", "rules", "ladder" };

static const char COUNT[] = "SELECT (SELECT count(*) FROM dwelling) + 1000 * (SELECT count(*) FROM tenant) + "
	"1000000 * (SELECT count(*) FROM party) + 1000000000 * (SELECT count(*) FROM feed)";

static int take(struct office *o, const char *what, char how, const struct buf *text, struct buf *report)
{
	bool partial = how == 'p';
	BUF(codes);
	struct import im = { .what = what, .csv = buf_text(text), .len = text->len, .partial = partial, .who = "fuzz",
		.out = report, .codes = &codes, .dry_run = how == 'd' };
	int err;

	db_event_begin(o->app.db);
	err = import_run(&o->app, &im);
	db_event_end(o->app.db, !err);
	return err;
}

/* The register is kept and every input's work taken back; who also keeps rules in mind gets a new one. */
static struct office *office_for(const char *what)
{
	static struct office *kept;
	bool forgets = strcmp(what, "rules") != 0 && strcmp(what, "ladder") != 0;

	if (!forgets)
		return office_open();
	return kept ? kept : (kept = office_open());
}

static void office_done(struct office *o)
{
	db_event_end(o->app.db, false);
	if (o != office_for("dwellings"))
		office_close(o);
}

static void import(const char *what, char how, const struct buf *text)
{
	struct office *o = office_for(what);
	db_event_begin(o->app.db);
	int64_t before = db_ask_int(o->app.db, COUNT, -1);
	BUF(report);
	BUF(second);

	int err = take(o, what, how, text, &report);
	MUST(err == OK || err == ERR_INPUT);
	if (err) {
		MUST(strstr(buf_text(&report), "line ") && db_ask_int(o->app.db, COUNT, -1) == before);
	} else if (how == 'd') {
		MUST(db_ask_int(o->app.db, COUNT, -1) == before);
	} else if (how != 'p') {
		int64_t after = db_ask_int(o->app.db, COUNT, -1);
		MUST(take(o, what, 'w', text, &second) == OK);
		MUST(db_ask_int(o->app.db, COUNT, -1) == after);
	}
	MUST(utf8_valid(buf_text(&report), report.len));
	office_done(o);
}

static void calendar(struct input *in)
{
	char hours[200], closed[200], liberation[20], zone[60], why[200] = "";
	struct calendar *c = mem_new(1, sizeof *c);

	input_line(in, hours, sizeof hours);
	input_line(in, closed, sizeof closed);
	input_line(in, liberation, sizeof liberation);
	input_line(in, zone, sizeof zone);
	const struct calendar_spec spec = { zone, hours, closed, liberation, input_byte(in) & 1 };
	int err = calendar_make(&spec, c, why, sizeof why);
	MUST(err == OK || (err == ERR_INPUT && why[0]));
	for (int d = 0; !err && d < 7; d++)
		MUST(c->hours[d].from >= 0 && c->hours[d].from <= c->hours[d].until && c->hours[d].until <= 1440);
	MUST(err || (c->closed_count >= 0 && c->closed_count <= CALENDAR_CLOSED && c->zone.count >= 1));
	free(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	uint8_t choice = input_byte(&in);
	BUF(text);

	if (choice == '#') {
		calendar(&in);
		return 0;
	}
	char how = (char)input_byte(&in);
	input_rest(&in, &text);
	import(WHAT[choice % COUNT_OF(WHAT)], how, &text);
	return 0;
}
