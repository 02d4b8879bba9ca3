/* What a line makes of messages: one bit flipped, or somebody else's reply in the place of central's.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/net_inside.h"
#include "tests/sim/world.h"

static void flip(char *p, size_t len)
{
	if (len)
		p[world_roll(len)] ^= (char)(1 << world_roll(8));
}

void spoil_reply(struct net_reply *r)
{
	int which = (int)world_roll((uint64_t)r->head_count + 2);

	if (which < r->head_count)
		flip(r->heads[which].value, strlen(r->heads[which].value));
	else if (which == r->head_count)
		r->status ^= 1 << world_roll(3);
	else
		flip(r->body, r->len);
}

void spoil_request(struct net_request *rq)
{
	int which = (int)world_roll((uint64_t)rq->head_count + 3);

	if (which < rq->head_count)
		flip(rq->heads[which].value, strlen(rq->heads[which].value));
	else if (which == rq->head_count)
		flip(rq->path, strlen(rq->path));
	else if (which == rq->head_count + 1)
		flip(rq->query, strlen(rq->query));
	else
		flip(rq->body, rq->len);
}

/* ---- somebody else answers ------------------------------------------------------------------------ */

struct net_reply *forged_portal(void)
{
	static const char PAGE[] = "<html>Welkom op het gratis netwerk. Klik hier.</html>";
	struct net_reply *r = calloc(1, sizeof *r);

	r->status = (int[]){ 200, 302, 511 }[world_roll(3)];
	head_add(r->heads, &r->head_count, "content-type", 12, "text/html", 9);
	r->body = strdup(PAGE);
	r->len = sizeof PAGE - 1;
	return r;
}

struct net_reply *forged_failure(void)
{
	struct net_reply *r = forged_portal();

	r->status = 500;
	return r;
}

/* A server that is not central says that everything arrived. */
struct net_reply *forged_ack(const struct net_request *rq)
{
	static const char TEXT[] =
		"{\"v\":1,\"req_sig\":\"%.88s\",\"epoch\":\"00112233445566778899aabbccddeeff\",\"now\":%lld,\"ack\":[[1,400]],"
		"\"results\":[],\"hwm\":400,\"chain\":\"%064d\",\"safe_hwm\":0,\"want_blobs\":[],"
		"\"credit\":{\"items\":256,\"bytes\":262144,\"wait_s\":0},\"ctl\":[]}";
	const char *signature = net_head(rq->heads, rq->head_count, "signature");
	struct net_reply *r = calloc(1, sizeof *r);

	r->status = 200;
	head_add(r->heads, &r->head_count, "content-type", 12, "application/json", 16);
	r->body = calloc(1, 600);
	r->len = (size_t)snprintf(r->body, 600, TEXT, signature ? signature + 6 : "", (long long)world->now, 0);
	return r;
}
