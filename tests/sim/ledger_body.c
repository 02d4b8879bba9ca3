/* What stands in a stored body: opened, inflated by zlib with the dictionary central holds, and searched for the
 * words a person sent.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>
#include <zlib.h>

#include "tests/sim/ledger_inside.h"
#include "tests/sim/world.h"

#define SEAL_HEAD 56 /* of the stand-in seal: mark, key, hash (crypt.c) */

void ledger_dict_read(struct copy *c, struct dict *ret)
{
	sqlite3_stmt *st = copy_ask(c, "SELECT data FROM dict ORDER BY n DESC LIMIT 1");

	ret->len = 0;
	if (copy_row(st) && sqlite3_column_bytes(st, 0) <= (int)sizeof ret->bytes) {
		ret->len = (unsigned)sqlite3_column_bytes(st, 0);
		memcpy(ret->bytes, sqlite3_column_blob(st, 0), ret->len);
	}
	sqlite3_finalize(st);
}

static bool inflate_body(const struct dict *d, const unsigned char *p, unsigned n, char *out, unsigned cap)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)p, .avail_in = n, .next_out = (Bytef *)out, .avail_out = cap - 1 };

	if (inflateInit(&z) != Z_OK)
		return false;
	int rc = inflate(&z, Z_FINISH);
	if (rc == Z_NEED_DICT && inflateSetDictionary(&z, d->bytes, d->len) == Z_OK)
		rc = inflate(&z, Z_FINISH);
	out[z.total_out] = '\0';
	inflateEnd(&z);
	return rc == Z_STREAM_END;
}

bool ledger_body_says(const struct dict *d, const unsigned char *body, int len, const char *words)
{
	char text[8192];

	if (world->real_crypto)
		return true; /* sealed for good: its hash is in the chain */
	return len > SEAL_HEAD && inflate_body(d, body + SEAL_HEAD, (unsigned)(len - SEAL_HEAD), text, sizeof text) &&
	       strstr(text, words) != NULL;
}
