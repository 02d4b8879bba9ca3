/* The cells of a ladder row: every column is one row of a table with its reader.
 *
 * Owns nothing. Promises: a reader takes exactly what the tables of names hold, nothing near it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/ladder.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/text.h"
#include "shared/model/flow.h"
#include "shared/model/rules_inside.h"

#define AMOUNT_MAX 10000

/* One cell being read: what is wrong goes to why. */
struct cell {
	const char *column;
	enum ladder_dim dim; /* of a column that is a condition */
	uint32_t *events;    /* of a column that lists events */
	struct ladder_row *row;
	char *why;
	size_t cap;
};

static int refuse(const struct cell *c, const char *what, size_t len, const char *wanted)
{
	snprintf(c->why, c->cap, "%s: \"%.*s\" is no %s", c->column, (int)(len < 40 ? len : 40),
		 what, wanted);
	return ERR_INPUT;
}

/* The next of a list: *p moves past it and its separator. */
static const char *next_of(const char **p, char separator, size_t *ret_len)
{
	const char stop[2] = { separator, '\0' };
	const char *word = *p;
	*ret_len = strcspn(word, stop);
	*p = word[*ret_len] ? word + *ret_len + 1 : NULL;
	return word;
}

/* ---- values ----------------------------------------------------------------------------------- */

/* "4h", "10d", "2wd". */
static bool read_span(const char *word, size_t len, struct ladder_span *ret)
{
	char digits[8] = "";
	int64_t amount;
	size_t n = strspn(word, "0123456789");
	if (!n || n >= sizeof digits || n > len)
		return false;
	memcpy(digits, word, n);
	if (!int_parse(digits, 0, AMOUNT_MAX, &amount))
		return false;
	*ret = (struct ladder_span){ (int)amount, ladder_unit_from_brief(word + n, len - n) };
	return ret->unit != LADDER_UNIT_MAX;
}

/* "leader+deputy". */
static bool read_who(const char *word, size_t len, unsigned *ret)
{
	*ret = 0;
	for (const char *p = word, *end = word + len; p <= end;) {
		size_t n = strcspn(p, "+@");
		unsigned one = ladder_who_from(p, n);
		if (!one)
			return false;
		*ret |= one;
		p += n + 1;
	}
	return true;
}

static bool is_state(const char *word, size_t len)
{
	for (int s = ST_NONE + 1; s < ST_MAX; s++)
		if (strlen(flow_state_name((enum state)s)) == len &&
		    !memcmp(flow_state_name((enum state)s), word, len))
			return true;
	return false;
}

/* ---- columns ---------------------------------------------------------------------------------- */

static int take_rank(const struct cell *c, const char *text)
{
	int64_t n;
	if (!int_parse(text, 1, 1000000, &n))
		return refuse(c, text, strlen(text), "number from 1");
	c->row->rank = (int)n;
	return OK;
}

static int take_clock(const struct cell *c, const char *text)
{
	size_t len = strlen(text);
	if (!len || strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") != len ||
	    text_copy(c->row->clock, sizeof c->row->clock, text))
		return refuse(c, text, len, "name of small letters, digits and -");
	return OK;
}

static bool value_known(enum ladder_dim dim, const char *word, size_t len)
{
	switch (dim) {
	case LADDER_KIND:
		return rules_list_has(rules_dim_closed(RULE_KIND), word, len);
	case LADDER_URGENCY:
		return rules_list_has(rules_dim_closed(RULE_URGENCY), word, len);
	case LADDER_STATE:
		return is_state(word, len);
	case LADDER_PARTY:
	case LADDER_DIM_MAX:
		break;
	}
	return len > 0;
}

static int take_list(const struct cell *c, const char *text)
{
	size_t len = 0;
	for (const char *p = text[0] ? text : NULL; p;) {
		const char *word = next_of(&p, '|', &len);
		if (!value_known(c->dim, word, len))
			return refuse(c, word, len, c->column);
	}
	if (text_copy(c->row->when[c->dim], sizeof c->row->when[c->dim], text))
		return refuse(c, text, strlen(text), "short list");
	return OK;
}

static int take_events(const struct cell *c, const char *text)
{
	size_t len = 0;
	*c->events = 0;
	for (const char *p = text[0] ? text : NULL; p;) {
		const char *word = next_of(&p, '|', &len);
		enum ladder_event e = ladder_event_from(word, len);
		if (e == LADDER_EVENT_MAX)
			return refuse(c, word, len, "event");
		*c->events |= UINT32_C(1) << e;
	}
	return OK;
}

static int take_amount(const struct cell *c, const char *text)
{
	int64_t n;
	if (!int_parse(text, 0, AMOUNT_MAX, &n))
		return refuse(c, text, strlen(text), "number from 0 to 10000");
	c->row->norm.amount = (int)n;
	return OK;
}

static int take_unit(const struct cell *c, const char *text)
{
	c->row->norm.unit = ladder_unit_from(text);
	if (c->row->norm.unit != LADDER_UNIT_MAX)
		return OK;
	return refuse(c, text, strlen(text),
		      "unit (clock_minutes clock_hours working_hours working_days days weeks)");
}

static int take_warn(const struct cell *c, const char *text)
{
	size_t len = strlen(text);
	c->row->warn = (struct ladder_span){ 0, LADDER_CLOCK_MINUTES };
	if (len && (!read_span(text, len, &c->row->warn) || !c->row->warn.amount))
		return refuse(c, text, len, "time before due like 30m, 4h, 4wh, 1wd, 10d or 1w");
	return OK;
}

/* "leader+deputy@+0h|manager@+4h". */
static int take_rungs(const struct cell *c, const char *text)
{
	size_t len = 0;
	c->row->rung_count = 0;
	for (const char *p = text[0] ? text : NULL; p;) {
		const char *word = next_of(&p, '|', &len);
		const char *at = memchr(word, '@', len);
		struct ladder_rung *rung = &c->row->rung[c->row->rung_count];
		if (c->row->rung_count == LADDER_RUNGS)
			return refuse(c, word, len, "rung that still fits: six at most");
		if (!at || at[1] != '+' || !read_who(word, (size_t)(at - word), &rung->who) ||
		    !read_span(at + 2, len - (size_t)(at + 2 - word), &rung->after))
			return refuse(c, word, len, "rung like leader+deputy@+0h or manager@+4h");
		c->row->rung_count++;
	}
	return OK;
}

static int take_reason(const struct cell *c, const char *text)
{
	if (text_copy(c->row->reason, sizeof c->row->reason, text))
		return refuse(c, text, strlen(text), "short sentence");
	return OK;
}

static const char *const COLUMNS[] = { "rank",	"clock",  "kind",   "urgency", "party",
				       "state", "starts", "stops",  "amount",  "unit",
				       "warn",	"rungs",  "reason", NULL };

/* By column: how its cell is read, and what of the row it is. */
static const struct take {
	int (*take)(const struct cell *c, const char *text);
	enum ladder_dim dim;
	bool stops; /* else starts */
} TAKE[] = {
	{ .take = take_rank },
	{ .take = take_clock },
	{ .take = take_list, .dim = LADDER_KIND },
	{ .take = take_list, .dim = LADDER_URGENCY },
	{ .take = take_list, .dim = LADDER_PARTY },
	{ .take = take_list, .dim = LADDER_STATE },
	{ .take = take_events, .stops = false },
	{ .take = take_events, .stops = true },
	{ .take = take_amount },
	{ .take = take_unit },
	{ .take = take_warn },
	{ .take = take_rungs },
	{ .take = take_reason },
};
_Static_assert(COUNT_OF(TAKE) + 1 == COUNT_OF(COLUMNS), "a column without a reader");

const char *const *ladder_columns(void)
{
	return COLUMNS;
}

int ladder_cell(struct ladder_row *row, const char *column, const char *cell, char *why, size_t cap)
{
	struct cell c = { .column = column, .row = row, .why = why, .cap = cap };
	for (size_t i = 0; COLUMNS[i]; i++) {
		if (strcmp(COLUMNS[i], column))
			continue;
		c.dim = TAKE[i].dim;
		c.events = TAKE[i].stops ? &row->stops : &row->starts;
		return TAKE[i].take(&c, cell);
	}
	return refuse(&c, cell, strlen(cell), "cell of a known column");
}
