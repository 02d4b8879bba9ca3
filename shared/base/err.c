/* The table behind enum err: one row per outcome, looked up by a linear walk (some forty rows, only
 * on the way out of a request).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/err.h"

#include <sysexits.h>

static const struct err_row ERRS[] = {
	{ OK, 200, "ok", EX_OK },
	{ OK_CREATED, 201, "created", EX_OK },
	{ OK_NO_CONTENT, 204, "no_content", EX_OK },
	{ OK_SEE_OTHER, 303, "see_other", EX_OK },
	{ OK_UNCHANGED, 304, "unchanged", EX_OK },
	{ OK_LATER, 202, "later", EX_OK },
	{ OK_FOUND, 302, "found", EX_OK },
	{ ERR_INPUT, 422, "bad_field", EX_DATAERR },
	{ ERR_JSON, 400, "bad_json", EX_DATAERR },
	{ ERR_TOO_LARGE, 413, "too_large", EX_DATAERR },
	{ ERR_NOT_FOUND, 404, "not_found", EX_NOINPUT },
	{ ERR_METHOD, 405, "bad_method", EX_USAGE },
	{ ERR_TYPE, 415, "bad_type", EX_DATAERR },
	{ ERR_LENGTH, 411, "length_required", EX_DATAERR },
	{ ERR_SYNTAX, 400, "bad_request", EX_DATAERR },
	{ ERR_HOST, 421, "bad_host", EX_NOPERM },
	{ ERR_AUTH, 401, "login_required", EX_NOPERM },
	{ ERR_ROLE, 403, "not_allowed", EX_NOPERM },
	{ ERR_CREDENTIALS, 401, "wrong_credentials", EX_NOPERM },
	{ ERR_SLOW_DOWN, 429, "slow_down", EX_TEMPFAIL },
	{ ERR_CONFLICT, 409, "conflict", EX_DATAERR },
	{ ERR_CATALOGUE, 409, "old_catalogue", EX_DATAERR },
	{ ERR_INCOMPLETE, 422, "incomplete", EX_DATAERR },
	{ ERR_QUEUE_FULL, 503, "queue_full", EX_TEMPFAIL },
	{ ERR_STORAGE, 503, "storage", EX_IOERR },
	{ ERR_BUSY, 503, "busy", EX_TEMPFAIL },
	{ ERR_SETUP, 503, "not_set_up", EX_CONFIG },
	{ ERR_CSRF, 403, "foreign_page", EX_NOPERM },
	{ ERR_PACK, 400, "bad_zlib", EX_DATAERR },
	{ ERR_CRYPT, 400, "bad_signature", EX_DATAERR },
	{ ERR_NEWER, 500, "newer_file", EX_CONFIG },
	{ ERR_NETWORK, 502, "no_answer", EX_TEMPFAIL },
	{ ERR_USAGE, 400, "usage", EX_USAGE },
	{ ERR_LOCKED, 503, "locked", EX_TEMPFAIL },
	{ ERR_INTERNAL, 500, "internal", EX_SOFTWARE },
	{ ERR_GONE, 410, "gone", EX_NOINPUT },
	{ ERR_HEAD, 431, "head_too_large", EX_DATAERR },
	{ ERR_EXPIRED, 401, "expired", EX_NOPERM },
	{ ERR_FULL, 500, "full", EX_SOFTWARE },
	{ ERR_STALE, 412, "stale", EX_TEMPFAIL },
	{ ERR_DAMAGED, 503, "db_corrupt", EX_IOERR },
};

const struct err_row *err_row(int err)
{
	const struct err_row *internal = &ERRS[0];
	for (size_t i = 0; i < COUNT_OF(ERRS); i++) {
		if (ERRS[i].err == err)
			return &ERRS[i];
		if (ERRS[i].err == ERR_INTERNAL)
			internal = &ERRS[i];
	}
	return internal;
}

const char *err_slug(int err)
{
	return err_row(err)->slug;
}

const struct err_row *err_rows(int *ret_count)
{
	*ret_count = COUNT_OF(ERRS);
	return ERRS;
}
