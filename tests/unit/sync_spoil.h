/* Ways in which a line or a box on it spoils a reply; each says whether it goes on doing so.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_SPOIL_H
#define TESTS_UNIT_SYNC_SPOIL_H

#include "tests/unit/sync_world.h"

static inline bool portal(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	(void)w, (void)r;
	a->status = 200;
	a->type = "text/html";
	a->body = "<html>log in to our wifi</html>";
	a->len = strlen(a->body);
	a->digest = a->input = a->signature = "";
	return false;
}

static inline bool unsigned_reply(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	(void)w, (void)r;
	a->signature = "";
	return false;
}

static inline bool flipped(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	(void)w, (void)a;
	r->body.data[r->body.len / 2] ^= 1;
	return false;
}

static inline bool other_status(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	(void)w, (void)r;
	a->status = 201;
	return false;
}

#endif
