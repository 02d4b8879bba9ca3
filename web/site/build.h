/* The generator: catalogue + templates + messages + assets + one corporation -> one signed archive.
 *
 * Used by portiek-site and, linked in, by portiek-central. The same input gives the same bytes and
 * therefore the same name; nothing of the machine or the moment gets into the archive.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_BUILD_H
#define WEB_SITE_BUILD_H

#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/base/val.h"
#include "shared/io/archive.h"
#include "shared/io/fs.h"

#define SITE_VERSION_TEXT 64

/* All folders are read only; out_dir is created when absent. */
struct site_options {
	const char *catalogue_dir; /* web/catalogue */
	const char *kiosk_dir;     /* web/kiosk: templates, messages, icons */
	const char *assets_dir;    /* web/dist: manifest.json and assets; NULL: a site without them */
	const struct val *corporation; /* VIEWS.md "Corporation file" */
	const char *out_dir;
	const struct site_key *key; /* NULL: do not sign */
	const struct val *order;    /* of suspected causes: web/site/order.h; NULL: the catalogue's */
	const char *version;        /* NULL: catalogue version + "-" + 8 hex of the content */
};

struct site_result {
	char version[SITE_VERSION_TEXT];
	char path[PATH_CAP];      /* OUT/site-VERSION.sqlar; signature at the same with ".minisig" */
	char catalogue_version[SITE_VERSION_TEXT];
	struct val *catalogue;    /* merged document; the caller frees it with val_free */
	int pages;                /* rendered pages, all languages */
	int64_t bytes;            /* size of the archive */
	char why[300];            /* on failure: which input, what is wrong */
};

/* Build, write durably, sign. ERR_NOT_FOUND, ERR_INPUT with a sentence in ret->why; ERR_STORAGE.
 * On failure nothing is left in out_dir and ret->catalogue is NULL. */
int site_build(const struct site_options *options, struct site_result *ret) MUST_USE;

/* Look for everything a tenant could trip over (portiek-site check): calls fn with where and what
 * for each finding. ret_findings: their number. Errors as site_build. */
int site_check(const struct site_options *options,
	       void (*fn)(void *ctx, const char *where, const char *what), void *ctx,
	       int *ret_findings, char *why, size_t cap) MUST_USE;

/* Judge a finished archive: signature by pubkey (base64 line; signature in PATH.minisig), every row
 * inflates to its size, manifest and pages are there.
 * ERR_CRYPT: signature; ERR_STORAGE: a row is damaged; ERR_NOT_FOUND. */
int site_verify_archive(const char *path, const char *pubkey, char *why, size_t cap) MUST_USE;

/* Key pair files: FILE holds the secret (0600), FILE.pub the line for minisign -P. */
void site_key_make(struct site_key *ret);
int site_key_save(const struct site_key *key, const char *path) MUST_USE;
int site_key_load(const char *path, struct site_key *ret) MUST_USE;

#endif
