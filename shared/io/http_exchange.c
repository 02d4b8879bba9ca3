/* One exchange: running the handler, waiting for the commit, sending the reply.
 *
 * Promises: a reply that depends on the database leaves only after the turn's commit said OK; every
 * request is answered exactly once or its connection is closed. What comes before, up to a complete
 * request, is in http_admit.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/http_inside.h"

#define TAKE_SECONDS 15 /* a reply must make progress within */

/* ---- life --------------------------------------------------------------------------------- */

struct exchange *exchange_new(struct conn *c)
{
	struct http *h = c->http;
	struct exchange *ex = mem_new(1, sizeof(*ex));

	ex->http = h;
	ex->conn = c;
	ex->id = ++h->last_id;
	ex->rq.id = ex->id;
	ex->rq.path = ex->rq.query = ex->rq.rest = ex->rq.body = ex->rq.type = "";
	ex->rq.host = ex->rq.origin = ex->rq.cookie = ex->rq.language = "";
	ex->rq.accept = ex->rq.accept_encoding = ex->rq.if_none_match = "";
	memcpy(ex->rq.peer, c->peer, sizeof(ex->rq.peer));
	ex->rq.loopback = c->loopback;
	ex->rq.tls = h->o.tls_cert != NULL;
	ex->next = h->exchanges;
	if (ex->next)
		ex->next->prev = ex;
	h->exchanges = ex;
	return ex;
}

void exchange_free(struct exchange *ex)
{
	if (ex->rp.finish)
		ex->rp.finish(ex->http->o.app, &ex->rp, ex->rp.finish_ctx);
	if (ex->conn && ex->conn->ex == ex)
		ex->conn->ex = NULL;
	if (ex->prev)
		ex->prev->next = ex->next;
	else
		ex->http->exchanges = ex->next;
	if (ex->next)
		ex->next->prev = ex->prev;
	buf_free(&ex->rp.body);
	crowd_body_free(ex);
	free(ex->heads);
	free(ex);
}

void exchange_orphan(struct exchange *ex)
{
	ex->conn->ex = NULL;
	ex->conn = NULL;
	ex->rq.wsi = NULL;
	if (ex->state != EX_LATER && ex->state != EX_COMMIT)
		exchange_free(ex);
}

/* ---- sending ------------------------------------------------------------------------------ */

static int sent_all(struct exchange *ex)
{
	struct conn *c = ex->conn;
	bool close = ex->rp.close;

	ex->http->served++;
	exchange_free(ex);
	c->served = true;
	c->since = lws_now_usecs();
	if (lws_partial_buffered(c->wsi)) {
		lws_set_timeout(c->wsi, PENDING_TIMEOUT_HTTP_CONTENT, TAKE_SECONDS);
		conn_watch(c);
	}
	if (close)
		return -1;
	return lws_http_transaction_completed(c->wsi) ? -1 : 0;
}

/* Hand over what stands in http->out behind its LWS_PRE bytes. */
static int hand_over(struct exchange *ex, bool last)
{
	struct buf *out = &ex->http->out;
	struct lws *wsi = ex->conn->wsi;

	if (lws_write(wsi, (unsigned char *)out->data + LWS_PRE, out->len - LWS_PRE,
		      last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < 0) {
		ex->rp.close = true;
		return sent_all(ex);
	}
	if (last)
		return sent_all(ex);
	ex->state = EX_SENDING;
	lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, TAKE_SECONDS);
	conn_watch(ex->conn);
	lws_callback_on_writable(wsi);
	return 0;
}

void out_begin(struct buf *out)
{
	buf_clear(out);
	buf_room(out, LWS_PRE + 1);
	out->len = LWS_PRE;
}

static int send_first(struct exchange *ex)
{
	struct buf *out = &ex->http->out;
	size_t total;
	size_t now;

	reply_settle(ex);
	total = reply_length(ex);
	now = total <= WHOLE_REPLY ? total : PIECE;
	out_begin(out);
	reply_head(ex, out);
	reply_body(ex, 0, now, out);
	ex->sent = now;
	ex->began = lws_now_usecs();
	return hand_over(ex, now == total);
}

static int send_more(struct exchange *ex)
{
	struct buf *out = &ex->http->out;
	size_t left = reply_length(ex) - ex->sent;
	size_t now = left < PIECE ? left : PIECE;

	out_begin(out);
	reply_body(ex, ex->sent, now, out);
	ex->sent += now;
	return hand_over(ex, now == left);
}

int exchange_writeable(struct exchange *ex)
{
	if (ex->state == EX_READY)
		return send_first(ex);
	if (ex->state == EX_SENDING)
		return send_more(ex);
	return 0;
}

/* ---- answering ---------------------------------------------------------------------------- */

/* Everything the reply said is void: it described a state that was never stored. */
static void replace(struct exchange *ex, int err)
{
	struct reply *rp = &ex->rp;
	struct reply fresh = { .outcome = err, .finish = rp->finish,
			       .finish_ctx = rp->finish_ctx, .close = rp->close };

	buf_free(&rp->body);
	*rp = fresh;
}

/* The reply is written; may it leave? true: at once. */
static bool answered(struct exchange *ex, int outcome)
{
	struct http *h = ex->http;

	if (ex->route && ex->route->tx != TX_NONE && h->o.db && db_damaged(h->o.db)) {
		outcome = ERR_DAMAGED; /* what was not found may only have been unreadable */
		replace(ex, outcome);
	}
	ex->rp.outcome = outcome;
	if (ex->route && ex->route->tx != TX_NONE && h->o.db && db_turn_open(h->o.db)) {
		ex->state = EX_COMMIT;
		ex->waiting = NULL;
		*h->line_end = ex;
		h->line_end = &ex->waiting;
		return false;
	}
	ex->state = EX_READY;
	return true;
}

int exchange_refuse(struct exchange *ex, int err)
{
	ex->rp.outcome = err;
	ex->state = EX_READY;
	return send_first(ex);
}

int exchange_run(struct exchange *ex)
{
	struct http *h = ex->http;
	bool writes = ex->route->tx == TX_WRITE;
	int outcome;

	ex->rq.body = ex->body ? ex->body : "";
	if (writes)
		db_event_begin(h->o.db);
	outcome = ex->route->handler(h->o.app, &ex->rq, &ex->rp);
	if (writes)
		db_event_end(h->o.db, outcome >= 0);
	if (outcome != OK_LATER) {
		crowd_body_free(ex); /* the reply may take its time */
		return answered(ex, outcome) ? send_first(ex) : 0;
	}
	ex->state = EX_LATER;
	ex->began = lws_now_usecs();
	lws_set_timeout(ex->conn->wsi, NO_PENDING_TIMEOUT, 0);
	conn_watch(ex->conn);
	return 0;
}

static struct exchange *find(const struct http *h, uint64_t id)
{
	for (struct exchange *ex = h->exchanges; ex; ex = ex->next) {
		if (ex->id == id)
			return ex;
	}
	return NULL;
}

bool http_waits(const struct http *h, uint64_t id)
{
	const struct exchange *ex = find(h, id);

	return ex && ex->state == EX_LATER && ex->conn;
}

/* Let a reply leave from outside a callback. */
static void release(struct exchange *ex)
{
	ex->state = EX_READY;
	if (ex->conn)
		lws_callback_on_writable(ex->conn->wsi);
	else
		exchange_free(ex);
}

void http_answer(struct http *h, uint64_t id,
		 int (*fill)(struct app *app, void *ctx, struct reply *rp), void *ctx)
{
	struct exchange *ex = find(h, id);
	bool writes;
	int outcome;

	if (!ex || ex->state != EX_LATER)
		return;
	if (!ex->conn) {
		exchange_free(ex);
		return;
	}
	writes = ex->route->tx == TX_WRITE;
	if (writes)
		db_event_begin(h->o.db);
	outcome = fill(h->o.app, ctx, &ex->rp);
	if (writes)
		db_event_end(h->o.db, outcome >= 0);
	if (answered(ex, outcome))
		release(ex);
	loop_wake(h->loop);
}

void exchange_turn(void *ctx, int outcome)
{
	struct http *h = ctx;
	struct exchange *ex = h->line;

	h->line = NULL;
	h->line_end = &h->line;
	while (ex) {
		struct exchange *next = ex->waiting;

		if (outcome < 0)
			replace(ex, outcome);
		release(ex);
		ex = next;
	}
}
