/* Central's secret keys: files in DIR/keys (0600), never in the database, never in its backup.
 *
 *   server.key   Ed25519: signs replies and device certificates
 *   intake.key   X25519: opens what kiosks sealed
 *   site.key     Ed25519 + id: signs sites (minisign format)
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_KEYS_H
#define SERVER_KEYS_H

#include "shared/base/crypt.h"
#include "shared/io/archive.h"

struct keys {
	struct sign_key server;
	struct seal_key intake;
	char intake_id[33];   /* "k-" and 16 hex digits of SHA-256 of the public key */
	struct site_key site;
};

/* Make what is missing in data_dir/keys; existing keys stay. ERR_STORAGE. */
int keys_make(const char *data_dir) MUST_USE;
/* ERR_NOT_FOUND: run init first; ERR_INPUT: a key file is damaged. */
int keys_load(const char *data_dir, struct keys *ret) MUST_USE;
void keys_wipe(struct keys *k);

#endif
