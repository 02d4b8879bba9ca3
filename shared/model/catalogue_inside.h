/* Inside of the catalogue: shared by catalogue*.c only, nobody else includes this.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_CATALOGUE_INSIDE_H
#define SHARED_MODEL_CATALOGUE_INSIDE_H

#include <stddef.h>

#include "shared/model/catalogue.h"

/* Names sorted by strcmp, each with what it stands for. */
struct name_row {
	const char *name;
	const void *what;
};
struct names {
	struct name_row *rows;
	int count;
};

/* Take over `count` rows (mem_new) and sort them. Returns a name that occurs twice, or NULL. */
const char *names_sort(struct names *n);
/* What a name stands for; NULL when it is not there. */
const void *names_find(const struct names *n, const char *name);

/* Lists of the document whose rows are looked up by code. */
enum list {
	LIST_QUESTIONS,
	LIST_PAYERS,
	LIST_SUSPECTS,
	LIST_EMERGENCIES,
	LIST_PLACES,
	LIST_PEOPLE,
	LIST_THINGS,
	LIST_DWELLINGS,
	LIST_MAX
};

#define CATALOGUE_LANGS 16

struct language {
	const char *code;
	bool complete;
	struct names texts; /* what = the text */
};

struct catalogue {
	struct val *doc;
	struct names lists[LIST_MAX]; /* what = const struct val *row */
	struct names outside[2];      /* people, object: what = const struct fault */
	struct fault *kinds[2];
	struct names areas;           /* what = const struct area */
	struct area *rooms;
	int room_count;
	struct language langs[CATALOGUE_LANGS];
	int lang_count;
};

/* Where the loader is, for the reason it gives. */
struct loader {
	struct catalogue *c;
	const struct val *doc;
	char where[160];
	char *why;
	size_t cap;
};

/* Fill why with "<where>: <text>"; always ERR_INPUT. */
int loader_fail(struct loader *l, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Say where the loader is. */
void loader_at(struct loader *l, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Does the sign exist, and has an emergency one? (catalogue_check.c) */
int loader_check_sign(struct loader *l, const char *sign, enum urgency u) MUST_USE;
/* Does every row name only what exists? */
int references_check(struct loader *l) MUST_USE;

/* Kinds of row, each with its members (catalogue_shape.c). */
enum shape {
	SHAPE_DOC,
	SHAPE_AREA,
	SHAPE_OBJECT,
	SHAPE_FAULT,
	SHAPE_SUSPICION, /* a row of a fault's "suspects" */
	SHAPE_QUESTION,
	SHAPE_ANSWER,
	SHAPE_PAYER,
	SHAPE_SUSPECT,
	SHAPE_EMERGENCY,
	SHAPE_COMMAND,
	SHAPE_PLACE,
	SHAPE_KIND, /* people and things outside */
	SHAPE_DWELLING,
	SHAPE_MAX
};

/* Has the row all its members, each of its kind, and no other? ERR_INPUT with why. */
int shape_check(struct loader *l, const struct val *row, enum shape shape) MUST_USE;
/* Are code and slug of these rows unique, and no slug one the site keeps for itself? */
int shape_unique(struct loader *l, const struct val *rows, bool reserved) MUST_USE;

/* Index the texts of every language and check the complete ones (catalogue_text.c). */
int texts_load(struct loader *l) MUST_USE;

#endif
