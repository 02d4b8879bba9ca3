/* SQL of the register: rented objects, parties and their roles per address, tenants (R3, R6, R7).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_REGISTER_STORE_H
#define SERVER_REGISTER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;
struct val;

#define KEY_CAP 64

struct dwelling {
	char key[KEY_CAP];
	char street[120];
	int64_t number;
	char suffix[16];
	char postcode[16];
	char city[80];
	char complex[KEY_CAP];
	char riser[KEY_CAP];
	char type[32];
	char kind[12];               /* dwelling parking storage */
	bool nom;
	char parent[KEY_CAP];        /* "" for none */
	char rooms[200];             /* codes by blanks, "" = those of the type */
	char provider[KEY_CAP];      /* party keys, "" for none */
	char supplier[KEY_CAP];
};

struct party {
	char key[KEY_CAP];
	char name[120];
	char kind[12];               /* department provider supplier partner */
	char contract[80];
	char sla[400];
	char first_contact[12];      /* "" corporation party */
	char phone[40];
	char mail[200];
	char hours[160];
	char valid_from[11];         /* civil dates, "" = open */
	char valid_until[11];
};

struct tenant {
	char number[KEY_CAP];
	char name[120];
	char phone[40];
	char mail[200];
	bool subscription;
	char units[400];             /* dwelling keys by blanks */
};

/* Puts: insert or update. ret_new: was it new? ERR_CONFLICT: a key it names is not there. */
int dwelling_put(struct db *db, const struct dwelling *d, bool *ret_new) MUST_USE;
int party_put(struct db *db, const struct party *p, bool *ret_new) MUST_USE;
int tenant_put(struct db *db, const struct tenant *t, const char *new_code, bool *ret_new) MUST_USE;

void dwelling_remove(struct db *db, const char *key);
bool dwelling_find(struct db *db, const char *key, struct dwelling *ret);
bool party_find(struct db *db, const char *key, struct party *ret);
bool tenant_find(struct db *db, const char *number, struct tenant *ret);

/* Parking places and storage rooms that belong to a dwelling. */
void dwelling_children(struct db *db, const char *parent,
		       bool (*fn)(void *ctx, const struct dwelling *d), void *ctx);
/* All, in order of key. */
void dwelling_each(struct db *db, bool (*fn)(void *ctx, const struct dwelling *d), void *ctx);
void party_each(struct db *db, bool (*fn)(void *ctx, const struct party *p), void *ctx);

/* "Lindelaan 12 B" of a dwelling into out. */
void dwelling_label(const struct dwelling *d, char *out, size_t cap);
/* Complexes with at least one object, fn per key. */
void complex_each(struct db *db, bool (*fn)(void *ctx, const char *key), void *ctx);
/* Has any object this complex? */
bool complex_exists(struct db *db, const char *key);

/* NOM homes whose provider or supplier is missing: number of gaps; fn per gap (R6). */
int register_gaps(struct db *db, void (*fn)(void *ctx, const char *key, const char *role), void *ctx);

/* NOM homes without this role ("provider", "supplier") behind a key, in order of key. */
void dwelling_gaps(struct db *db, const char *role, const char *after, int limit,
		   bool (*fn)(void *ctx, const struct dwelling *d), void *ctx);
/* How many there are, counted up to cap. */
int64_t dwelling_gap_count(struct db *db, const char *role, int64_t cap);

/* ---- directory secrets of tenants ---------------------------------------------------------- */

/* The next tenant whose code waits for derivation: number and code. false: none. */
bool tenant_next_code(struct db *db, char number[KEY_CAP], char code[16]);
/* Keep what was derived and forget the code. */
int tenant_set_secret(struct db *db, const char *number, const uint8_t idx[32],
		      const uint8_t box[32]) MUST_USE;
bool tenant_secret(struct db *db, const char *number, uint8_t idx[32], uint8_t box[32]);

#endif
