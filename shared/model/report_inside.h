/* Inside of what devices send: shared by report*.c and answer.c only, nobody else includes this.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_REPORT_INSIDE_H
#define SHARED_MODEL_REPORT_INSIDE_H

#include "shared/model/report.h"

struct report_row;

/* A kind of value: how it is read into its place in the struct of its rows and written from there.
 * read: v is neither missing nor null; returns NULL, or why it is wrong. KIND_SUSPECT, KIND_ANSWERS
 * and KIND_SLOTS know struct report only. */
struct report_kind {
	const char *(*read)(const struct val *v, const struct report_row *row, void *r);
	void (*write)(struct val *into, const struct report_row *row, const void *r);
};

/* One member of the JSON object: one row. */
struct report_row {
	const char *name;
	const struct report_kind *kind;    /* NULL: an object with rows of its own */
	size_t offset;                     /* in the struct */
	size_t cap;                        /* bytes of the field there */
	bool must;                         /* missing is an error already when reading */
	const char *const *choices;        /* of an enumeration, NULL at the end */
	const struct report_row *members;  /* of an object, name NULL at the end */
	bool always;                       /* an object written even when it holds nothing */
};

extern const struct report_kind KIND_SCHEMA, KIND_ID, KIND_RECEIPT, KIND_VERSION, KIND_LANG,
    KIND_CHOICE, KIND_LINE, KIND_WORDS, KIND_CODE, KIND_PHONE, KIND_MAIL, KIND_HEX, KIND_BOOL,
    KIND_TIME, KIND_SUSPECT, KIND_ANSWERS, KIND_SLOTS;

/* The members of a report in canonical order. */
extern const struct report_row REPORT_ROWS[];

/* Read an object by its rows into a struct the caller cleared; write one from there. Errors as
 * report_read. */
int report_rows_read(const struct val *v, const struct report_row *rows, bool strict, void *ret,
		     struct report_fault *fault) MUST_USE;
void report_rows_write(struct val *into, const struct report_row *rows, const void *from);

#define SUSPECT_UNKNOWN "WEET-NIET" /* the "don't know" row among a fault's suspicions */

/* Does this fault ask that question? f may be NULL. */
bool fault_asks(const struct fault *f, const char *question);
/* Of the branch without room and fitter (R44)? */
bool report_is_outside(const struct report *r);

/* Is s 1 to 24 characters of A-Z 0-9 - ? */
bool code_valid(const char *s);

#endif
