/* SQLite archives (sqlar): how every page, script and picture travels and is served.
 *
 * A row's data is a zlib stream when that is shorter (length(data) < sz), else the plain bytes: the
 * stream *is* HTTP Content-Encoding: deflate, so serving is one look-up and one write. Written
 * deterministically: sorted names, mtime 0, fixed page size, so the same input gives the same bytes.
 * Beside an archive lies NAME.minisig, a minisign signature (prehashed Ed25519) over the file.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_ARCHIVE_H
#define SHARED_IO_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/crypt.h"

/* ---- writing ------------------------------------------------------------------------------ */

struct archive_writer;

/* Collects in memory; archive_finish writes the file. */
struct archive_writer *archive_begin(void);
/* Add one file. The name has no leading slash; a name added twice fails archive_finish. */
int archive_add(struct archive_writer *w, const char *name, const void *p, size_t n);
/* Forget everything collected and free w; NULL is fine. */
void archive_drop(struct archive_writer *w);
/* Write path durably (sorted, deflated at level 9) and free w, also on error. */
int archive_finish(struct archive_writer *w, const char *path) MUST_USE;

/* ---- reading ------------------------------------------------------------------------------ */

struct archive;

struct archive_file {
	const void *data;
	size_t len;        /* bytes of data */
	size_t size;       /* bytes after inflating */
	bool deflated;     /* data is a zlib stream */
	const char *etag;  /* strong, with quotes: "\"9f2c…\"" */
	const char *type;  /* MIME type from the name */
};

/* Open; a file's bytes are read at its first use and kept until archive_close.
 * ERR_NOT_FOUND, ERR_STORAGE (no archive, damaged). */
int archive_open(const char *path, struct archive **ret) MUST_USE;
void archive_close(struct archive *a);
/* Look up by name; false when absent. Pointers live as long as a. */
bool archive_find(const struct archive *a, const char *name, struct archive_file *ret);
/* Inflate one file, appended to out. */
int archive_read(const struct archive *a, const char *name, struct buf *out) MUST_USE;
int archive_count(const struct archive *a);
/* The i-th name in sorted order. */
const char *archive_name(const struct archive *a, int i);

/* ---- signing (minisign 0.11 format, https://jedisct1.github.io/minisign/#signature-format) ---- */

struct site_key {
	struct sign_key sign;
	uint8_t id[8];
};

/* The one-line public key as minisign prints it. out[64]. */
void site_key_public(const struct site_key *k, char out[64]);
/* Signature text of a file; comment is the trusted comment. */
int site_sign(const struct site_key *k, const char *path, const char *comment,
	      struct buf *out) MUST_USE;
/* ERR_CRYPT: not a signature of this file by this key. pubkey: base64 line. */
int site_verify(const char *pubkey, const char *path, const char *minisig) MUST_USE;

#endif
