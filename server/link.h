/* Personal links: made, read back, judged (R23).
 *
 * A link is PUBLIC_URL/l/<number>-<26 characters>; the characters are an HMAC over the row by a key
 * derived from central's own, so nothing secret stands in the database and none can be guessed or
 * made to fit another case.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LINK_H
#define SERVER_LINK_H

#include <stddef.h>

#include "server/link_store.h"

struct app;

#define LINK_TOKEN 48          /* "9223372036854775807-" + 26 + NUL */
#define LINK_GRACE_DAYS 14     /* a link still works this long after its due date */

/* The token of a stored link. */
void link_token(const struct app *app, const struct link_row *l, char out[LINK_TOKEN]);
/* "https://…/l/…", or "/l/…" where no public address is set. */
void link_url(const struct app *app, const struct link_row *l, char *out, size_t cap);

/* The link behind a token. ERR_NOT_FOUND: not ours; ERR_EXPIRED: too late; ERR_GONE: revoked. */
int link_open(struct app *app, const char *token, struct link_row *ret) MUST_USE;

/* A link for a party about a case. question and due as the party should read them. */
int link_make(struct app *app, int64_t nr, const char *party, const char *purpose,
	      const char *question, int64_t due, const char *who, struct link_row *ret) MUST_USE;

#endif
