/* A "what if" as lines of text.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/simulate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/calendar.h"

#define SHOWN 20 /* cases of one kind; --json has more */

static void moment(const struct calendar *c, int64_t t, struct buf *out)
{
	struct civil w;
	calendar_civil(c, t, &w);
	buf_fmt(out, "%04d-%02d-%02d %02d:%02d", w.year, w.month, w.day, w.hour, w.minute);
}

static long long count_of(const struct val *v, const char *name)
{
	return (long long)val_int_of(v, name, 0);
}

static void print_period(const struct calendar *c, const struct val *v, const char *what,
			 struct buf *out)
{
	buf_fmt(out, "%lld cases reported from ", count_of(v, "cases"));
	moment(c, val_int_of(v, "from", 0), out);
	buf_str(out, " until ");
	moment(c, val_int_of(v, "until", 0), out);
	buf_fmt(out, "; %s in force: version %lld\n", what, count_of(v, "active_version"));
}

void simulate_print_problems(const struct val *v, struct buf *out)
{
	VAL_EACH (p, val_get(v, "problems"))
		buf_fmt(out, "line %lld: %s\n", count_of(p, "line"), val_str_of(p, "why", ""));
}

/* ---- ladder ---------------------------------------------------------------------------------- */

/* "-3d 02:05" */
static void put_span(const struct val *s, struct buf *out)
{
	char text[40];
	if (!val_is_int(s)) {
		buf_fmt(out, " %12s", "-");
		return;
	}
	long long sec = (long long)val_int(s, 0), left = llabs(sec);
	snprintf(text, sizeof text, "%s%lldd %02lld:%02lld", sec < 0 ? "-" : "", left / 86400,
		 left / 3600 % 24, left / 60 % 60);
	buf_fmt(out, " %12s", text);
}

static void put_counts(const struct val *v, struct buf *out)
{
	static const char *const names[] = { "started", "met", "late", "running", "warned" };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		buf_fmt(out, " %8lld", count_of(v, names[i]));
}

static void put_rungs(const struct val *row, struct buf *out)
{
	const char *before = "  ";
	VAL_EACH (r, val_get(row, "rungs")) {
		const char *plus = "";
		buf_str(out, before);
		before = ", ";
		VAL_EACH (who, val_get(r, "who")) {
			buf_fmt(out, "%s%s", plus, val_text(who, ""));
			plus = "+";
		}
		buf_fmt(out, " %lld", count_of(r, "fired"));
	}
	buf_char(out, '\n');
}

static void print_side(const char *name, const struct val *side, struct buf *out)
{
	buf_fmt(out, "\n%-6s %-20s %8s %8s %8s %8s %8s %12s %12s  told\n", "rank", name, "started",
		"met", "late", "running", "warned", "median left", "9 in 10");
	VAL_EACH (row, val_get(side, "rules")) {
		buf_fmt(out, "%6lld %-20s", count_of(row, "rank"), val_str_of(row, "clock", ""));
		put_counts(row, out);
		put_span(val_get(row, "spare_median_s"), out);
		put_span(val_get(row, "spare_p90_s"), out);
		put_rungs(row, out);
	}
	const struct val *total = val_get(side, "total");
	buf_fmt(out, "%6s %-20s", "", "total");
	put_counts(total, out);
	buf_fmt(out, " %12s %12s  %lld\n", "", "", count_of(total, "told"));
}

static void put_run(const struct calendar *c, const struct val *run, struct buf *out)
{
	if (!val_is_object(run)) {
		buf_str(out, "none");
		return;
	}
	moment(c, val_int_of(run, "due", 0), out);
	if (val_bool_of(run, "late", false))
		buf_str(out, " late");
}

static const char *what(const char *kind)
{
	static const struct {
		const char *kind, *text;
	} rows[] = {
		{ "late", "would be late" },	{ "in-time", "would be in time" },
		{ "new", "would get a clock" }, { "gone", "would lose a clock" },
		{ "due", "another deadline" },	{ "told", "others told, or at another moment" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!strcmp(rows[i].kind, kind))
			return rows[i].text;
	return kind;
}

static void print_kind(const struct calendar *c, const struct val *kind, struct buf *out)
{
	int shown = 0;
	if (!count_of(kind, "clocks"))
		return;
	buf_fmt(out, "%s: %lld\n", what(val_str_of(kind, "what", "")), count_of(kind, "clocks"));
	VAL_EACH (one, val_get(kind, "cases")) {
		if (shown++ == SHOWN)
			break;
		buf_fmt(out, "  %s  %-20s ", val_str_of(one, "receipt", ""),
			val_str_of(one, "clock", ""));
		put_run(c, val_get(one, "was"), out);
		buf_str(out, " -> ");
		put_run(c, val_get(one, "now"), out);
		buf_char(out, '\n');
	}
	if (count_of(kind, "clocks") > SHOWN)
		buf_str(out, "  …\n");
}

void simulate_print_ladder(const struct calendar *c, const struct val *v, struct buf *out)
{
	const struct val *differ = val_get(v, "differ");
	print_period(c, v, "ladder", out);
	if (count_of(v, "unclear"))
		buf_fmt(out,
			"%lld of them are followed as far as possible: a step is none today, or "
			"persons were taken out\n",
			count_of(v, "unclear"));
	print_side("ladder in force", val_get(v, "active"), out);
	print_side("this file", val_get(v, "changed"), out);
	buf_fmt(out, "\n%lld cases would differ\n", count_of(differ, "cases"));
	VAL_EACH (kind, val_get(differ, "kinds"))
		print_kind(c, kind, out);
}

/* ---- rules ------------------------------------------------------------------------------------ */

static void put_rule(const struct val *rule, struct buf *out)
{
	if (count_of(rule, "rank"))
		buf_fmt(out, "%lld %s", count_of(rule, "rank"), val_str_of(rule, "rule", ""));
	else
		buf_str(out, "no rule");
}

static const char *party(const struct val *v, const char *name)
{
	const char *key = val_str_of(v, name, "");
	return key[0] ? key : "nobody";
}

static void print_move(const struct val *m, struct buf *out)
{
	const char *before = "    ";
	buf_fmt(out, "%6lld  %s -> %s  (", count_of(m, "cases"), party(m, "from"), party(m, "to"));
	put_rule(val_get(m, "was"), out);
	buf_str(out, " -> ");
	put_rule(val_get(m, "now"), out);
	buf_str(out, ")\n");
	VAL_EACH (one, val_get(m, "shown")) {
		buf_fmt(out, "%s%s", before, val_str_of(one, "receipt", ""));
		before = " ";
	}
	buf_str(out, count_of(m, "cases") > val_count(val_get(m, "shown")) ? " …\n" : "\n");
}

void simulate_print_rules(const struct calendar *c, const struct val *v, struct buf *out)
{
	print_period(c, v, "rules", out);
	buf_str(out, "the report is as it was sent; the address, its parties and the service plan "
		     "are those of today\n");
	if (count_of(v, "unread"))
		buf_fmt(out,
			"%lld reports cannot be opened any more: what the case kept stands in\n",
			count_of(v, "unread"));
	if (count_of(v, "skipped"))
		buf_fmt(out, "%lld cases are left out: their catalogue is gone\n",
			count_of(v, "skipped"));
	if (count_of(v, "since"))
		buf_fmt(out,
			"%lld cases would go elsewhere by the rules in force than they went then\n",
			count_of(v, "since"));
	buf_fmt(out, "\n%lld cases would move\n", count_of(v, "moved"));
	VAL_EACH (m, val_get(v, "moves"))
		print_move(m, out);
	if (count_of(v, "more"))
		buf_fmt(out, "%6lld  in other ways\n", count_of(v, "more"));
	buf_fmt(out, "\n%6s  %-24s %8s  party\n", "rank", "this file", "cases");
	VAL_EACH (rule, val_get(v, "rules"))
		buf_fmt(out, "%6lld  %-24s %8lld  %s\n", count_of(rule, "rank"),
			val_str_of(rule, "rule", ""), count_of(rule, "cases"),
			val_str_of(rule, "party", ""));
}
