/* The seal beside a copy: facts that were proved and the digest of the file, signed by this office, so that
 * a copy that was changed afterwards is not put back.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/backup_inside.h"
#include "server/lines.h"
#include "shared/base/buf.h"

#define SEAL_CAP 4096

static const char FIRST[] = "portiek-backup 1\n";

static void path_of(const char *file, char out[PATH_CAP])
{
	if (snprintf(out, PATH_CAP, "%s.seal", file) >= PATH_CAP)
		out[0] = '\0';
}

static void put_facts(const struct backup_row *row, struct buf *out)
{
	const struct backup_facts *f = &row->facts;
	buf_fmt(out, "%smade %" PRId64 "\nbytes %" PRId64 "\nsha256 %s\nepoch %s\n", FIRST, row->begun, row->bytes,
		row->sha256, f->epoch);
	buf_fmt(out, "schema %" PRId64 "\ncommits %" PRId64 "\ndevices %" PRId64 "\nmarks %" PRId64 "\n", f->schema,
		f->commits, f->devices, f->marks);
	buf_fmt(out, "items %" PRId64 "\ncases %" PRId64 "\nevents %" PRId64 "\n", f->items, f->cases, f->events);
}

int backup_seal_write(const struct backup_row *row, const struct sign_key *key)
{
	char path[PATH_CAP], hex[2 * SIG_BYTES + 1];
	uint8_t sig[SIG_BYTES];
	BUF(text);
	path_of(row->file, path);
	put_facts(row, &text);
	sign_make(key, text.data, text.len, sig);
	hex_encode(sig, sizeof sig, hex);
	buf_fmt(&text, "sig %s\n", hex);
	return fs_write(path, text.data, text.len, 0600);
}

static bool take_facts(const char **at, struct backup_row *row)
{
	struct backup_facts *f = &row->facts;
	return lines_take_int(at, "made", &row->begun) && lines_take_int(at, "bytes", &row->bytes) &&
	       lines_take(at, "sha256", row->sha256, sizeof row->sha256) &&
	       lines_take(at, "epoch", f->epoch, sizeof f->epoch) && lines_take_int(at, "schema", &f->schema) &&
	       lines_take_int(at, "commits", &f->commits) && lines_take_int(at, "devices", &f->devices) &&
	       lines_take_int(at, "marks", &f->marks) && lines_take_int(at, "items", &f->items) &&
	       lines_take_int(at, "cases", &f->cases) && lines_take_int(at, "events", &f->events);
}

int backup_seal_read(const char *file, const struct sign_key *key, struct backup_row *row)
{
	char path[PATH_CAP], hex[2 * SIG_BYTES + 1];
	uint8_t sig[SIG_BYTES];
	BUF(text);
	memset(row, 0, sizeof *row);
	path_of(file, path);
	int err = fs_read(path, SEAL_CAP, &text);
	if (err)
		return err == ERR_NOT_FOUND ? err : ERR_CRYPT;
	const char *at = buf_text(&text) + strlen(FIRST);
	if (strncmp(buf_text(&text), FIRST, strlen(FIRST)) || !take_facts(&at, row))
		return ERR_CRYPT;
	size_t covered = (size_t)(at - buf_text(&text));
	if (!lines_take(&at, "sig", hex, sizeof hex) || *at || !hex_decode(hex, sig, sizeof sig) ||
	    !sign_check(key->pub, text.data, covered, sig))
		return ERR_CRYPT;
	text_copy(row->file, sizeof row->file, file);
	row->ended = row->begun;
	row->verified = true;
	return OK;
}
