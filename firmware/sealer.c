/* Owns a few halves of seals, the primed compressor and, while serving, one timer.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/sealer.h"

#include <stdlib.h>

#include "firmware/device_store.h"
#include "shared/base/crypt.h"
#include "shared/base/pack.h"
#include "shared/io/loop.h"

#define READY 4          /* people do not press "send" faster than the timer */
#define LEVEL 6          /* 9 finds nothing more in so little */
#define USUAL 1800       /* bytes of a report with many words */
#define PAUSE_MS 2       /* the answer leaves first */

struct sealer {
	struct seal_ready ready[READY];
	struct pack_primed *packer;
	int64_t dict_n;  /* of the packer; its bytes never change */
	struct loop_timer *timer;
	struct db *db;
};

struct sealer *sealer_new(void)
{
	return mem_new(1, sizeof(struct sealer));
}

void sealer_free(struct sealer *s)
{
	if (!s)
		return;
	if (s->timer)
		loop_timer_free(s->timer);
	pack_primed_free(s->packer);
	crypt_wipe(s, sizeof *s);
	free(s);
}

bool sealer_prepare(struct sealer *s, const struct device_seal *with)
{
	for (int i = 0; i < READY; i++) {
		struct seal_ready *r = &s->ready[i];

		if (r->made && crypt_equal(r->to, with->key, sizeof r->to))
			continue;
		seal_ready_make(with->key, r);
		return true;
	}
	return false;
}

static void on_timer(void *ctx)
{
	struct sealer *s = ctx;
	struct device_seal with = { 0 };

	if (device_seal_with(s->db, &with) == OK && sealer_prepare(s, &with))
		loop_timer_set(s->timer, PAUSE_MS);
	buf_free(&with.dict);
}

void sealer_serve(struct sealer *s, struct loop *loop, struct db *db)
{
	s->db = db;
	s->timer = loop_timer_new(loop, on_timer, s);
	loop_timer_set(s->timer, PAUSE_MS);
}

static struct seal_ready *take(struct sealer *s, const uint8_t key[32])
{
	for (int i = 0; i < READY; i++)
		if (s->ready[i].made && crypt_equal(s->ready[i].to, key, sizeof s->ready[i].to))
			return &s->ready[i];
	return &s->ready[0]; /* for another key or not made: wiped without use */
}

static struct pack_primed *packer_for(struct sealer *s, const struct device_seal *with)
{
	if (s->packer && s->dict_n == with->dict_n)
		return s->packer;
	pack_primed_free(s->packer);
	s->packer = pack_primed_new(LEVEL, with->dict.data, with->dict.len, USUAL);
	s->dict_n = with->dict_n;
	return s->packer;
}

void sealer_close(struct sealer *s, const struct device_seal *with, const void *plain, size_t n,
		  struct buf *out)
{
	BUF(packed);

	if (s && n <= USUAL) {
		pack_primed_deflate(packer_for(s, with), plain, n, &packed);
	} else {
		pack_deflate(plain, n, LEVEL, with->dict.data, with->dict.len, &packed);
	}
	if (s)
		seal_close_ready(take(s, with->key), with->key, packed.data, packed.len, out);
	else
		seal_close(with->key, packed.data, packed.len, out);
	if (s && s->timer)
		loop_timer_set(s->timer, PAUSE_MS);
}
