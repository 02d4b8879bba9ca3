/* The parts of a report that are no plain text: suspicion, answers, wanted days, time.
 *
 * Answers are kept by question code, slots by day and part of the day, each once, so that two
 * people who choose the same in another order make the same report (R50).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "shared/model/report_inside.h"

#define T_MAX ((INT64_C(1) << 52) - 1)

static const char *const PARTS[] = { "OCH", "MID", "AVO" }; /* 8-12, 12-18, 18-24 (R39) */

/* ---- numbers and truth values ------------------------------------------------------------- */

static const char *read_schema(const struct val *v, const struct report_row *row, void *r)
{
	(void)row;
	(void)r;
	return val_is_int(v) && val_int(v, 0) == REPORT_SCHEMA ? NULL : "schema not known";
}

static void write_schema(struct val *into, const struct report_row *row, const void *r)
{
	(void)r;
	val_put_int(into, row->name, REPORT_SCHEMA);
}

static const char *read_bool(const struct val *v, const struct report_row *row, void *r)
{
	if (!val_is_bool(v))
		return "must be true or false";
	*(bool *)((char *)r + row->offset) = val_bool(v, false);
	return NULL;
}

static void write_bool(struct val *into, const struct report_row *row, const void *r)
{
	val_put_bool(into, row->name, *(const bool *)((const char *)r + row->offset));
}

static const char *read_time(const struct val *v, const struct report_row *row, void *r)
{
	int64_t t = val_int(v, -1);

	if (!val_is_int(v) || t < 0 || t > T_MAX)
		return "must be milliseconds since 1970";
	*(int64_t *)((char *)r + row->offset) = t;
	return NULL;
}

static void write_time(struct val *into, const struct report_row *row, const void *r)
{
	val_put_int(into, row->name, *(const int64_t *)((const char *)r + row->offset));
}

/* ---- suspicion (R37, R38) ----------------------------------------------------------------- */

static bool copy_code(const struct val *v, char *out, size_t cap)
{
	const char *s = val_text(v, NULL);

	if (!v || val_is_null(v) || (s && !*s))
		return true;
	return s && code_valid(s) && text_copy(out, cap, s) == OK;
}

static bool knows_suspect_member(const char *name)
{
	return !strcmp(name, "code") || !strcmp(name, "room") || !strcmp(name, "object");
}

static const char *read_suspect(const struct val *v, const struct report_row *row, void *of)
{
	struct report *r = of;

	(void)row;
	if (val_is_string(v)) {
		const char *s = val_text(v, "");
		r->suspect_unknown = !strcmp(s, "unknown") || !strcmp(s, SUSPECT_UNKNOWN);
		return r->suspect_unknown || !*s ? NULL : "must be unknown or an object";
	}
	if (!val_is_object(v))
		return "must be unknown or an object";
	VAL_EACH(member, v)
		if (!knows_suspect_member(val_name(member)))
			return "unknown member";
	if (!copy_code(val_get(v, "code"), r->suspect_code, sizeof(r->suspect_code)) ||
	    !copy_code(val_get(v, "room"), r->suspect_room, sizeof(r->suspect_room)) ||
	    !copy_code(val_get(v, "object"), r->suspect_object, sizeof(r->suspect_object)))
		return "must hold codes";
	if (!strcmp(r->suspect_code, SUSPECT_UNKNOWN)) {
		r->suspect_unknown = true;
		r->suspect_code[0] = r->suspect_room[0] = r->suspect_object[0] = '\0';
		return NULL;
	}
	return *r->suspect_code || *r->suspect_room ? NULL : "names nothing";
}

static void write_suspect(struct val *into, const struct report_row *row, const void *of)
{
	const struct report *r = of;
	if (r->suspect_unknown) {
		val_put_str(into, row->name, "unknown");
		return;
	}
	if (!*r->suspect_code && !*r->suspect_room) {
		val_put_null(into, row->name);
		return;
	}
	struct val *v = val_put_object(into, row->name);
	val_put_str(v, "code", *r->suspect_code ? r->suspect_code : NULL);
	val_put_str(v, "room", *r->suspect_room ? r->suspect_room : NULL);
	val_put_str(v, "object", *r->suspect_object ? r->suspect_object : NULL);
}

/* ---- answers (R43) ------------------------------------------------------------------------ */

static int compare_answers(const void *a, const void *b)
{
	const struct report_answer *x = a, *y = b;

	return strcmp(x->question, y->question);
}

static const char *read_answers(const struct val *v, const struct report_row *row, void *of)
{
	struct report *r = of;

	(void)row;
	if (!val_is_object(v))
		return "must be an object";
	if (val_count(v) > REPORT_ANSWERS)
		return "too many";
	VAL_EACH(given, v) {
		struct report_answer *a = &r->answers[r->answer_count++];
		const char *s = val_text(given, "");
		if (!code_valid(val_name(given)) || !code_valid(s))
			return "must hold codes";
		text_copy(a->question, sizeof(a->question), val_name(given));
		text_copy(a->answer, sizeof(a->answer), s);
	}
	qsort(r->answers, (size_t)r->answer_count, sizeof(r->answers[0]), compare_answers);
	for (int i = 1; i < r->answer_count; i++)
		if (!compare_answers(&r->answers[i - 1], &r->answers[i]))
			return "question answered twice";
	return NULL;
}

static void write_answers(struct val *into, const struct report_row *row, const void *of)
{
	const struct report *r = of;
	struct val *v = val_put_object(into, row->name);

	for (int i = 0; i < r->answer_count; i++)
		val_put_str(v, r->answers[i].question, r->answers[i].answer);
}

/* ---- wanted days (R39) -------------------------------------------------------------------- */

/* Place of a part in the day; -1: no part. */
static int part_rank(const char *s)
{
	for (size_t i = 0; i < COUNT_OF(PARTS); i++)
		if (strcmp(PARTS[i], s) == 0)
			return (int)i;
	return -1;
}

static int compare_slots(const void *a, const void *b)
{
	const struct report_slot *x = a, *y = b;
	int day = strcmp(x->day, y->day);

	return day ? day : part_rank(x->part) - part_rank(y->part);
}

static bool read_slot(const struct val *pair, struct report_slot *slot)
{
	if (!val_is_array(pair) || val_count(pair) != 2)
		return false;
	const char *day = val_text(val_first(pair), "");
	const char *part = val_text(val_next(val_first(pair)), "");
	if (!day_valid(day) || part_rank(part) < 0)
		return false;
	text_copy(slot->day, sizeof(slot->day), day);
	text_copy(slot->part, sizeof(slot->part), part);
	return true;
}

static const char *read_slots(const struct val *v, const struct report_row *row, void *of)
{
	struct report *r = of;

	(void)row;
	if (!val_is_array(v))
		return "must be a list";
	if (val_count(v) > REPORT_SLOTS)
		return "too many";
	VAL_EACH(pair, v)
		if (!read_slot(pair, &r->slots[r->slot_count++]))
			return "must hold [day, part]";
	qsort(r->slots, (size_t)r->slot_count, sizeof(r->slots[0]), compare_slots);
	for (int i = 1; i < r->slot_count; i++)
		if (!compare_slots(&r->slots[i - 1], &r->slots[i]))
			return "same part twice";
	return NULL;
}

static void write_slots(struct val *into, const struct report_row *row, const void *of)
{
	const struct report *r = of;
	struct val *list = val_put_array(into, row->name);

	for (int i = 0; i < r->slot_count; i++) {
		struct val *pair = val_put_array(list, NULL);
		val_put_str(pair, NULL, r->slots[i].day);
		val_put_str(pair, NULL, r->slots[i].part);
	}
}

const struct report_kind KIND_SCHEMA = { read_schema, write_schema };
const struct report_kind KIND_BOOL = { read_bool, write_bool };
const struct report_kind KIND_TIME = { read_time, write_time };
const struct report_kind KIND_SUSPECT = { read_suspect, write_suspect };
const struct report_kind KIND_ANSWERS = { read_answers, write_answers };
const struct report_kind KIND_SLOTS = { read_slots, write_slots };
