/* PAGES: one row per kind of page. What a page is called, where it stands, what comes after it.
 *
 * Pages that exist once have their path here; the others get theirs from the catalogue (tree.c).
 * VIEWS.md describes the same rows for template writers.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_PAGES_H
#define WEB_SITE_PAGES_H

#include <stdbool.h>

#include "shared/model/catalogue.h"

enum page_type {
	PAGE_START, PAGE_WHO, PAGE_NUMBER, PAGE_CODE, PAGE_ADDRESS, PAGE_UNITS, PAGE_ROOMS,
	PAGE_OBJECTS, PAGE_FAULTS, PAGE_WORDS, PAGE_SUSPECTS, PAGE_QUESTION, PAGE_PAYER,
	PAGE_ENERGY, PAGE_BROKEN, PAGE_TOPICS, PAGE_SYMPTOMS, PAGE_BEFORE, PAGE_TROUBLE, PAGE_PARTY,
	PAGE_SELF, PAGE_ENERGY_WORDS,
	PAGE_OUTSIDE, PAGE_KINDS, PAGE_PLACES, PAGE_PLACE, PAGE_OUTSIDE_WORDS, PAGE_DAYS, PAGE_NAME,
	PAGE_PHONE, PAGE_MAIL, PAGE_VIA, PAGE_CHECK, PAGE_RECEIPT, PAGE_FOLLOW, PAGE_EMERGENCIES,
	PAGE_EMERGENCY, PAGE_STORING, PAGE_STATUS, PAGE_MAX
};

struct site;
struct page;

struct page_row {
	const char *name;    /* data-page, template, prefix of its messages */
	const char *group;   /* template used when there is none of that name */
	const char *path;    /* below the language; NULL: one page per row of the catalogue */
	const char *back;    /* path of the page before it, NULL: as the walk says */
	const char *back_outside; /* the same when it serves the surroundings as well */
	const char *next;    /* path of the only way forward, NULL: none or tiles */
	const char *branch;  /* branch of the report that starts or runs here, or NULL */
	int step;            /* "question n of 8" at home, 0: not counted */
	int step_outside;    /* "question n of 6" in the surroundings, 0: not counted */
	bool is_end;         /* nothing has to come after it */
	void (*view)(struct site *s, const struct page *p, int lang, struct val *v); /* or NULL */
};

#define STEPS_HOME 8
#define STEPS_OUTSIDE 6

/* One page of the site, the same for every language. */
struct page {
	const struct page_row *row;
	char *path;                /* "woning/badkamer/", "" for start; ends in '/' */
	const struct page *parent; /* back link; NULL for start */
	const struct area *area;
	const struct object *object;
	const struct fault *fault;
	const struct val *item;    /* row of the question, emergency, kind or suspect */
	const char *source;        /* "people" or "object" outside, else NULL */
	int from, to;              /* of a list that goes on behind "more": the rows shown here */
	const struct page *more;   /* the page that goes on, NULL: all are shown by now */
};

/* Choices on one page before "more" or "not listed" (a screen at arm's length holds no more). */
#define TILES_MAX 8

/* Is row i of the page's list shown on it? */
bool page_shows(const struct page *p, int i);

const struct page_row *pages_row(enum page_type type);
/* Is p a page of this type? */
bool page_is(const struct page *p, enum page_type type);

#endif
