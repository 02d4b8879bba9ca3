/* SQL of devices: enrolment codes, keys, counter windows, states, scopes (R70).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_DEVICE_STORE_H
#define SERVER_DEVICE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "server/keys.h"
#include "shared/base/clock.h"
#include "shared/base/err.h"
#include "shared/base/text.h"

struct db;

#define DEVICE_CODE_TEXT 25 /* "ABCD-EFGHJ…": five groups of four with '-', and NUL */

/* What `device add` asks for. */
struct device_new {
	const char *kind;        /* "kiosk" or "tablet" */
	const char *label;       /* "Hal Lindenhof", for staff */
	const char *const *complexes; /* keys of the complexes whose data it may hold */
	int complex_count;
};

/* A device as staff see it. */
struct device_row {
	int64_t n;
	char device[UUID_TEXT];
	char kind[8];
	char label[120];
	char state[12];          /* active pending forked revoked */
	char prefix[5];
	char software[65];
	char hardware[10];       /* which machine, short: "9F3A-11C2", "" unknown */
	char site[65];           /* version it fetched whole last */
	char parent[UUID_TEXT];  /* line it began beside, "" none */
	int64_t enrolled, last_contact; /* wall ms, 0 for never */
	int64_t hwm, pending, dead, oldest_s, disk_free; /* as it last said */
};

/* Issue a one-time code, valid 48 hours for a kiosk and 15 minutes for a tablet. Only a sealed form
 * of its secret is stored. ERR_INPUT: unknown kind or no complexes for a kiosk. In an event. */
int device_code_make(struct db *db, const struct keys *k, const struct clock *clock,
		     const struct device_new *d, char code[DEVICE_CODE_TEXT]) MUST_USE;

/* All devices in order of enrolment. fn returns false to stop. */
void device_each(struct db *db, bool (*fn)(void *ctx, const struct device_row *r), void *ctx);
/* Find by uuid or receipt prefix. ERR_NOT_FOUND. */
int device_find(struct db *db, const char *name, struct device_row *ret) MUST_USE;
/* ERR_NOT_FOUND; revoking twice is OK. In an event. */
int device_revoke(struct db *db, const char *name, int64_t now) MUST_USE;
/* pending -> active, by an administrator. */
int device_approve(struct db *db, const char *name) MUST_USE;
/* The complexes a device stands for, in order. fn returns false to stop. */
void device_scopes(struct db *db, int64_t n, bool (*fn)(void *ctx, const char *key), void *ctx);
/* Make these its complexes; the device reads everything again and loses what is no longer its own.
 * The same ones as before: nothing happens. ERR_NOT_FOUND. In an event. */
int device_scope(struct db *db, const char *name, const char *const *keys, int count) MUST_USE;
int64_t device_count(struct db *db);


#endif
