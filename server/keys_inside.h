/* Between the files of the keys only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_KEYS_INSIDE_H
#define SERVER_KEYS_INSIDE_H

#include "server/keys.h"
#include "shared/io/fs.h"

/* data_dir/keys/name */
void keys_path(const char *data_dir, const char *name, char out[PATH_CAP]);
/* 32 secret bytes as a line of hex, 0600, durable. */
int keys_save(const char *path, const uint8_t secret[32]);
/* ERR_NOT_FOUND; ERR_INPUT: damaged. */
int keys_read(const char *data_dir, const char *name, uint8_t secret[32]);

int keys_load_server(const char *data_dir, struct keys *k);
int keys_load_intakes(const char *data_dir, struct keys *k);
/* k is this intake key from now on. */
void keys_use_intake(struct keys *k, const struct intake_key *in);

#endif
