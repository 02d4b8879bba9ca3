/* Tokens of personal links.
 *
 * Owns nothing. Promises: a token fits exactly one row as it was made; comparing takes the same time
 * wherever it differs.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/link.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/keys.h"
#include "shared/base/text.h"

#define CHARS 26 /* of five bits: 130 */

/* Number, case, purpose and expiry are bound; the key is derived from central's first signing key. */
static void signature(const struct app *app, const struct link_row *l, char out[CHARS + 1])
{
	static const char label[] = "portiek-link-1";
	char numbers[96];
	uint8_t mac[HASH_BYTES];
	int n = snprintf(numbers, sizeof numbers, "%lld/%lld/%s/%lld", (long long)l->n,
			 (long long)l->nr, l->purpose, (long long)l->expires);
	const struct piece pieces[] = { { label, sizeof label }, { numbers, (size_t)n },
					{ l->party, strlen(l->party) } };
	hmac_sha256(app->keys->root.secret, sizeof app->keys->root.secret, pieces,
		    COUNT_OF(pieces), mac);
	crockford_make(mac, CHARS, out);
}

void link_token(const struct app *app, const struct link_row *l, char out[LINK_TOKEN])
{
	char mac[CHARS + 1];
	signature(app, l, mac);
	snprintf(out, LINK_TOKEN, "%lld-%s", (long long)l->n, mac);
}

void link_url(const struct app *app, const struct link_row *l, char *out, size_t cap)
{
	char token[LINK_TOKEN];
	link_token(app, l, token);
	snprintf(out, cap, "%s/l/%s", app->settings.public_url, token);
}

int link_open(struct app *app, const char *token, struct link_row *ret)
{
	char number[24], mine[LINK_TOKEN];
	size_t n = strcspn(token, "-");
	int64_t row;
	if (n >= sizeof number || strlen(token) >= LINK_TOKEN)
		return ERR_NOT_FOUND;
	memcpy(number, token, n);
	number[n] = '\0';
	if (!int_parse(number, 1, INT64_MAX, &row) || !link_find(app->db, row, ret))
		return ERR_NOT_FOUND;
	link_token(app, ret, mine);
	if (strlen(mine) != strlen(token) || !crypt_equal(mine, token, strlen(mine)))
		return ERR_NOT_FOUND;
	if (ret->revoked)
		return ERR_GONE;
	return app_now(app) < ret->expires ? OK : ERR_EXPIRED;
}

int link_make(struct app *app, int64_t nr, const char *party, const char *purpose,
	      const char *question, int64_t due, const char *who, struct link_row *ret)
{
	memset(ret, 0, sizeof *ret);
	ret->nr = nr;
	ret->due = due;
	ret->made = app_now(app);
	ret->expires = due + LINK_GRACE_DAYS * DAY_MS;
	text_copy(ret->party, sizeof ret->party, party);
	text_copy(ret->purpose, sizeof ret->purpose, purpose);
	text_copy(ret->question, sizeof ret->question, question);
	text_copy(ret->made_by, sizeof ret->made_by, who);
	return link_add(app->db, ret, &ret->n);
}
