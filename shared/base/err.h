/* Every outcome the programs know, in one place.
 *
 * A function that can fail returns int: OK (0) or one of the negative ERR_ codes below. ERRS[] is
 * the only place that knows how an outcome looks outside: the HTTP status and the stable slug that
 * problem+json, logs and tests use. The sentence a person reads hangs on the slug in the message
 * files (key "error.<slug>"), never here. Numbers are not stored on disk, slugs are.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_BASE_ERR_H
#define SHARED_BASE_ERR_H

#include <stddef.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define CLEANUP(fn) __attribute__((cleanup(fn)))
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

enum err {
	OK = 0,            /* 200 */
	OK_CREATED = 1,    /* 201 */
	OK_NO_CONTENT = 2, /* 204 */
	OK_SEE_OTHER = 3,  /* 303, reply carries Location */
	OK_UNCHANGED = 4,  /* 304 */
	OK_LATER = 5,      /* a handler will answer through http_answer() */
	OK_FOUND = 6,      /* 302, reply carries Location */

	ERR_INPUT = -1,         /* a field is missing, wrong or too long */
	ERR_JSON = -2,          /* not strict JSON (protocol.md section 9) */
	ERR_TOO_LARGE = -3,     /* body over the cap of its route */
	ERR_NOT_FOUND = -4,     /* no such page, record or receipt */
	ERR_METHOD = -5,        /* path known, method not */
	ERR_TYPE = -6,          /* content type not accepted */
	ERR_LENGTH = -7,        /* Content-Length missing or chunked body */
	ERR_SYNTAX = -8,        /* malformed request */
	ERR_HOST = -9,          /* Host header is not ours */
	ERR_AUTH = -10,         /* not logged in */
	ERR_ROLE = -11,         /* logged in, not allowed */
	ERR_CREDENTIALS = -12,  /* wrong name, number, password or code */
	ERR_SLOW_DOWN = -13,    /* too many attempts */
	ERR_CONFLICT = -14,     /* known already, with other content */
	ERR_CATALOGUE = -15,    /* catalogue version not known here */
	ERR_INCOMPLETE = -16,   /* report lacks something rule R40 asks for */
	ERR_QUEUE_FULL = -17,   /* outbox at its limit */
	ERR_STORAGE = -18,      /* disk full, read-only or failing */
	ERR_BUSY = -19,         /* try again in a moment */
	ERR_SETUP = -20,        /* kiosk not enrolled yet */
	ERR_CSRF = -21,         /* request did not come from our own page */
	ERR_PACK = -22,         /* zlib stream damaged, too large or too dense */
	ERR_CRYPT = -23,        /* signature, seal or digest wrong */
	ERR_NEWER = -24,        /* file written by a newer program */
	ERR_NETWORK = -25,      /* no valid answer from the other side */
	ERR_USAGE = -26,        /* command line wrong */
	ERR_LOCKED = -27,       /* another process owns the data folder */
	ERR_INTERNAL = -28,     /* our own fault */
	ERR_GONE = -29,         /* was there, is not any more */
	ERR_HEAD = -30,         /* request head too large */
	ERR_EXPIRED = -31,      /* session or code too old */
	ERR_FULL = -32,         /* buffer or table at its bound */
	ERR_STALE = -33,        /* somebody changed it after you looked */
	ERR_DAMAGED = -34,      /* the database file is damaged: nothing is written any more */
	ERR_MIN = -35
};

struct err_row {
	int err;
	int status;       /* HTTP status */
	const char *slug; /* stable code in problem+json, logs, tests */
	int exit;         /* sysexits(3) code when it ends a command */
};

/* The row of an outcome; the row of ERR_INTERNAL for a number that is none. Never NULL. */
const struct err_row *err_row(int err);

/* The slug of an outcome, "internal" for an unknown one. Never NULL. */
const char *err_slug(int err);

/* All rows, for tests and documentation. ret_count: their number. */
const struct err_row *err_rows(int *ret_count);

#endif
