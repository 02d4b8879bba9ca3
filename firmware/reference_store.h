/* SQL that reads the mirror tables central fills: catalogue, directory, dwelling, config,
 * case_status (writing them is mirror_store). Reads only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_REFERENCE_STORE_H
#define FIRMWARE_REFERENCE_STORE_H

#include <stdbool.h>

#include "shared/base/buf.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/db.h"

/* Version of the current catalogue, "" when none came yet. */
void reference_catalogue_current(struct db *db, char *out, size_t cap);
/* May reports still name this version: the current one or the one before it? */
bool reference_catalogue_accepted(struct db *db, const char *version);
/* The catalogue document in Dutch alone, appended to out. false: no such version. */
bool reference_catalogue_doc(struct db *db, const char *version, struct buf *out);

/* A config row as JSON, NULL when absent; the caller frees it. */
struct val *reference_config(struct db *db, const char *key) MUST_USE;

/* The body of a party as the feed carried it, NULL when unknown; the caller frees it. */
struct val *reference_party(struct db *db, const char *key) MUST_USE;

/* The party with that key; with key "" the only one of that name. NULL else; the caller frees it. */
struct val *reference_party_of(struct db *db, const char *key, const char *name) MUST_USE;

/* The box of a directory index (32 bytes), appended to out. false: unknown. */
bool reference_directory(struct db *db, const uint8_t index[32], struct buf *out);

struct dwelling {
	char key[64];
	char street[100];
	char number[12];
	char suffix[16];
	char postcode[10];
	char city[60];
	char type[32];
	char kind[12];        /* dwelling parking storage */
	char rooms[400];      /* JSON array, "[]" when unknown */
	bool nom;             /* zero-energy home */
	char provider[64];    /* party keys, "" for none */
	char supplier[64];
};

/* Dwellings of a street (part of its name, or a postcode) and house number ("12", "12a", "12-2"),
 * street order; calls take for each until it returns false. */
void reference_dwellings(struct db *db, const char *street, const char *number,
			 bool (*take)(void *ctx, const struct dwelling *d), void *ctx);
/* Parking places and storage that belong to a dwelling. */
void reference_units(struct db *db, const char *parent,
		     bool (*take)(void *ctx, const struct dwelling *d), void *ctx);
bool reference_dwelling(struct db *db, const char *key, struct dwelling *ret);
/* Names of streets that contain the text, at most max. */
void reference_streets(struct db *db, const char *part, int max, struct val *into);

/* Mirrored status of a case: its state, and the body as JSON (caller frees). false: none here. */
bool reference_case(struct db *db, const char *receipt, char *state, size_t cap, struct val **ret);

#endif
