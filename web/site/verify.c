/* Judges a finished archive as a kiosk would before it swaps one in (R53).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "web/site/build.h"

#define SIGNATURE_CAP 4096

/* Rows without which an archive is no site. */
static const char *const NEEDED[] = { "manifest.json", "catalogue.json" };

static int verify_signature(const char *path, const char *pubkey, char *why, size_t cap)
{
	char sig_path[PATH_CAP + 16];
	BUF(sig);

	snprintf(sig_path, sizeof(sig_path), "%s.minisig", path);
	int rc = fs_read(sig_path, SIGNATURE_CAP, &sig);
	if (rc < 0) {
		snprintf(why, cap, "%s: %s", sig_path, err_slug(rc));
		return rc;
	}
	rc = site_verify(pubkey, path, buf_text(&sig));
	if (rc < 0)
		snprintf(why, cap, "%s: not signed by this key, or changed since", path);
	return rc;
}

static int verify_rows(const struct archive *a, char *why, size_t cap)
{
	BUF(bytes);

	for (int i = 0; i < archive_count(a); i++) {
		const char *name = archive_name(a, i);
		struct archive_file f;
		buf_clear(&bytes);
		if (archive_find(a, name, &f) && archive_read(a, name, &bytes) == OK &&
		    bytes.len == f.size && f.etag[0] == '"' && f.etag[1] != '"')
			continue;
		snprintf(why, cap, "%s: row does not inflate to its size", name);
		return ERR_STORAGE;
	}
	return OK;
}

/* Every language the manifest names must have its start page. */
static int verify_parts(const struct archive *a, char *why, size_t cap)
{
	struct archive_file f;
	VAL(manifest) = NULL;
	BUF(text);

	for (size_t i = 0; i < COUNT_OF(NEEDED); i++)
		if (!archive_find(a, NEEDED[i], &f)) {
			snprintf(why, cap, "%s: missing", NEEDED[i]);
			return ERR_STORAGE;
		}
	if (archive_read(a, "manifest.json", &text) < 0 ||
	    val_parse(text.data, text.len, NULL, &manifest, NULL) < 0) {
		snprintf(why, cap, "manifest.json: not JSON");
		return ERR_STORAGE;
	}
	VAL_EACH(lang, val_get(manifest, "languages")) {
		char name[64];
		snprintf(name, sizeof(name), "%s/index.html", val_text(lang, ""));
		if (!archive_find(a, name, &f)) {
			snprintf(why, cap, "%s: missing", name);
			return ERR_STORAGE;
		}
	}
	return OK;
}

int site_verify_archive(const char *path, const char *pubkey, char *why, size_t cap)
{
	struct archive *a = NULL;

	int rc = verify_signature(path, pubkey, why, cap);
	if (rc < 0)
		return rc;
	rc = archive_open(path, &a);
	if (rc < 0) {
		snprintf(why, cap, "%s: %s", path, err_slug(rc));
		return rc;
	}
	rc = verify_rows(a, why, cap);
	if (rc == OK)
		rc = verify_parts(a, why, cap);
	archive_close(a);
	return rc;
}
