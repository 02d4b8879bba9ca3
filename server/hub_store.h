/* SQL behind central's sync engine: the functions of struct hub_store over the office database.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_HUB_STORE_H
#define SERVER_HUB_STORE_H

#include "server/keys.h"
#include "shared/base/buf.h"
#include "shared/sync/hub.h"

struct db;

/* What the functions get as ctx. */
struct hub_files {
	struct db *db;
	const struct keys *keys;
	char site_dir[1024];
	bool parked;  /* something was parked since start, or ever: asked once per process */
	bool parked_known;
};

extern const struct hub_store HUB_STORE;

/* The secret half of a code, sealed with a key derived from the server key: a copy of the database
 * alone does not give it away, and proofs can still be checked. */
void hub_code_seal(const struct keys *k, const char *secret, struct buf *out);

/* Parts of HUB_STORE in their own files. */
int hub_mark_put(void *ctx, int64_t device, int64_t seq, const uint8_t id[16],
		 const uint8_t h[HASH_BYTES], enum hub_put *ret);
bool hub_mark_get(void *ctx, int64_t device, int64_t seq, uint8_t id[16], uint8_t h[HASH_BYTES]);
int hub_chain_put(void *ctx, int64_t device, int64_t seq, const uint8_t c[HASH_BYTES]);
int64_t hub_chain_get(void *ctx, int64_t device, int64_t seq, uint8_t c[HASH_BYTES]);
int hub_item_put(void *ctx, const struct hub_item *it, enum hub_put *ret, int64_t *ret_n);
bool hub_item_known(void *ctx, const uint8_t id[16]);
int hub_item_park(void *ctx, int64_t n, const uint8_t parent[16]);
int hub_stray_put(void *ctx, const struct hub_item *it);
int hub_void_put(void *ctx, int64_t device, int64_t seq, const char *why, int64_t now);
bool hub_code_get(void *ctx, const char *code_id, struct hub_code *ret);
void hub_code_failed(void *ctx, const char *code_id);
int hub_enrol_put(void *ctx, const struct hub_enrol *e, struct hub_device *d, const char *cert,
		  const char *cert_sig, int64_t now);
bool hub_hint_active(void *ctx, const char *hw_hint);
void hub_publish_place(struct db *db, const struct hub_device *d);
bool hub_child_get(void *ctx, int64_t parent, const uint8_t pub[PUBKEY_BYTES], struct hub_device *ret);
int64_t hub_children(void *ctx, int64_t parent, int64_t since);
int64_t hub_kin(void *ctx, int64_t parent, int64_t since);
int hub_reincarnate_put(void *ctx, int64_t parent, struct hub_device *d, int64_t now);
int hub_flood(void *ctx, const struct hub_device *parent, int64_t now);
int hub_recover_put(void *ctx, struct hub_device *d, int64_t now);
bool hub_revoked(void *ctx, const char *uuid);
void hub_line_note(void *ctx, const char *what, const char *uuid, const char *detail, int64_t now);

#endif
