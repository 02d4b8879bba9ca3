/* Central's secret keys: files in DIR/keys (0600), never in the database, never in its backup.
 *
 *   server.key      Ed25519: signs replies and device certificates; server.list: how one led to the next
 *   root.key        the first of them, once it was replaced: links and codes are derived from it
 *   intake.key      X25519: opens what kiosks seal now; intake-ID.key: what they sealed with before
 *   site.key        Ed25519 + id: signs sites (minisign format)
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_KEYS_H
#define SERVER_KEYS_H

#include "shared/base/crypt.h"
#include "shared/io/archive.h"

#define KEYS_MOST 32 /* of a kind, former ones included */

struct intake_key {
	struct seal_key key;
	char id[33];          /* "k-" and 16 hex digits of SHA-256 of the public key */
};

struct keys {
	struct sign_key server;
	struct sign_key root;                      /* what is derived stays the same for ever */
	uint8_t former[KEYS_MOST][PUBKEY_BYTES];   /* public keys it signed with before, oldest first */
	int former_count;
	char server_keys[KEYS_MOST * 320];         /* the list of /hello as JSON members, "" for none */
	struct intake_key intakes[KEYS_MOST];      /* never moved while a program runs */
	int intake_count;
	struct seal_key intake;                    /* what kiosks seal with now … */
	char intake_id[33];
	struct site_key site;
};

/* Make what is missing in data_dir/keys; existing keys stay. ERR_STORAGE. */
int keys_make(const char *data_dir) MUST_USE;
/* ERR_NOT_FOUND: run init first; ERR_INPUT: a key file is damaged. Ends a change that was cut short. */
int keys_load(const char *data_dir, struct keys *ret) MUST_USE;
void keys_wipe(struct keys *k);
/* Tests: keys without files. No site key. */
void keys_fresh(struct keys *k);

/* The intake key of this id, NULL: not here. Valid as long as k. */
const struct seal_key *keys_intake(const struct keys *k, const char *id);
/* Look for intake keys that were put back into the folder. Returns how many are new. */
int keys_find_intakes(const char *data_dir, struct keys *k);

/* A new signing key that the present one vouches for; it is in force when it returns OK, also in k.
 * ERR_CONFLICT: KEYS_MOST were made. ERR_STORAGE: nothing changed, or the change ends at the next load. */
int keys_new_server(const char *data_dir, struct keys *k) MUST_USE;
/* A new intake key; the present one stays to open what is still under way. Errors as above. */
int keys_new_intake(const char *data_dir, struct keys *k) MUST_USE;

#endif
