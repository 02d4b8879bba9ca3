/* Histories proved, also where persons were taken out (D12, AVG).
 *
 * An event whose detail is gone cannot be hashed again. The event "forgotten" behind it holds a digest
 * over all that stays: number, moment, who, step and stored hash of each; and is chained itself.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/case_inside.h"
#include "shared/base/log.h"
#include "shared/base/val.h"
#include "shared/io/db.h"

/* ---- forgetting ---------------------------------------------------------------------------- */

/* What stays of an event whose detail is gone, added to the digest of those before it. */
static void seal_row(uint8_t seal[HASH_BYTES], const struct case_event *e)
{
	uint8_t before[HASH_BYTES], numbers[16];
	const int64_t values[2] = { e->n, e->t };
	memcpy(before, seal, sizeof before);
	numbers_bytes(values, 2, numbers);
	const struct piece pieces[] = {
		{ before, HASH_BYTES },
		{ numbers, sizeof numbers },
		{ e->who, strlen(e->who) + 1 },
		{ e->what, strlen(e->what) + 1 },
		{ e->hash, HASH_BYTES },
	};
	sha256_pieces(pieces, COUNT_OF(pieces), seal);
}

static void seal_each(void *ctx, const struct case_event *e)
{
	seal_row(ctx, e);
}

int event_forget(struct db *db, int64_t nr, int64_t t, const char *who, const char *why)
{
	uint8_t seal[HASH_BYTES] = { 0 };
	char hex[HEX32_TEXT];
	BUF(detail);
	BUF(old);
	if (event_detail(db, nr, EVENT_FORGOTTEN, &old))
		return ERR_CONFLICT;
	event_each(db, nr, seal_each, seal);
	hex_encode(seal, sizeof seal, hex);
	DB_STMT(st) = db_prepare(db, "UPDATE case_event SET detail = '{}', erased = 1 WHERE nr = ?");
	db_bind_int(st, nr);
	int err = db_run(st);
	if (err)
		return err;
	VAL(v) = val_object();
	val_put_str(v, "why", why);
	val_put_str(v, "seal", hex);
	val_print(v, &detail);
	return event_add(db, nr, t, who, EVENT_FORGOTTEN, buf_text(&detail));
}

/* ---- proving ------------------------------------------------------------------------------- */

struct proving {
	int64_t nr, n;               /* the case and its event looked at last */
	uint8_t before[HASH_BYTES];
	uint8_t seal[HASH_BYTES];    /* of its events without detail */
	bool erased;                 /* there are such, and nothing sealed them yet */
	bool holds;                  /* everything so far */
	int64_t broken;              /* cases */
};

/* The case that ends here. */
static void prove_end(struct proving *p)
{
	if (!p->nr || (p->holds && !p->erased))
		return;
	log_line(LOG_ERROR, "verify.chain", "case=%lld event=%lld", (long long)p->nr, (long long)p->n);
	p->broken++;
}

/* Does the event say what the rows without detail before it must still be? */
static bool prove_seal(const struct proving *p, const char *detail)
{
	char hex[HEX32_TEXT];
	VAL(v) = NULL;
	hex_encode(p->seal, HASH_BYTES, hex);
	return !val_parse(detail, strlen(detail), NULL, &v, NULL) && !strcmp(val_str_of(v, "seal", ""), hex);
}

static void prove_event(struct proving *p, const struct case_event *e, bool erased)
{
	uint8_t now[HASH_BYTES];
	event_chain(p->before, p->nr, e, now);
	if (erased)
		seal_row(p->seal, e);
	else
		p->holds &= !memcmp(now, e->hash, HASH_BYTES);
	if (!erased && p->erased) { /* the first behind them must be their seal */
		p->holds &= !strcmp(e->what, EVENT_FORGOTTEN) && prove_seal(p, e->detail);
		p->erased = false;
	} else {
		p->erased |= erased;
	}
	p->holds &= e->n == ++p->n;
	memcpy(p->before, e->hash, HASH_BYTES);
}

int64_t event_verify(struct db *db, int64_t *ret_checked)
{
	struct proving p = { 0 };
	struct case_event e;
	*ret_checked = 0;
	DB_STMT(st) = db_prepare(db,
		"SELECT nr, n, t, who, what, detail, hash, erased FROM case_event ORDER BY nr, n");
	for (; db_step(st); ++*ret_checked) {
		int64_t nr = db_col_int(st, "nr");
		event_read(st, &e);
		if (nr != p.nr) {
			prove_end(&p);
			p = (struct proving){ .nr = nr, .holds = true, .broken = p.broken };
		}
		prove_event(&p, &e, db_col_int(st, "erased") != 0);
	}
	prove_end(&p);
	return p.broken;
}
