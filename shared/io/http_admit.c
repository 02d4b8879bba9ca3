/* Letting a request in: from its head to its last body byte.
 *
 * Promises: a handler sees only complete requests that their route allows, and sees each once. A
 * small refused body is read away, so that the answer arrives and the connection lives on; a large
 * one is refused at once and the connection closed. The library's second and third call for the
 * same body (row 2 of the notes) find the exchange in another state and close the connection.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "shared/base/log.h"
#include "shared/io/http_inside.h"

#define BUSY_WAIT_S 2

/* Who is asking, what for, and how much may they send? */
static int admit(struct exchange *ex)
{
	struct http *h = ex->http;
	struct request *rq = &ex->rq;
	const struct route *r;
	int err;

	if (!gate_host(h, rq))
		return ERR_HOST;
	r = route_find(h->o.routes, rq->method, rq->path, &rq->rest, &err);
	if (!r)
		return err;
	ex->route = r;
	rq->who = h->o.who ? h->o.who(h->o.app, rq) : 0;
	ex->conn->known |= (rq->who & (WHO_STAFF | WHO_TENANT)) != 0;
	rq->who |= WHO_ANYONE | WHO_DEVICE | WHO_LINK | (rq->loopback ? WHO_LOCAL : 0);
	if (!(r->who & rq->who))
		return (r->who & (WHO_STAFF | WHO_TENANT)) && !(rq->who & (WHO_STAFF | WHO_TENANT))
			   ? ERR_AUTH : ERR_ROLE;
	rq->body_len = ex->length;
	if (rq->method != HTTP_GET && rq->method != HTTP_HEAD && !(r->who & WHO_DEVICE) &&
	    !gate_origin(rq))
		return ERR_CSRF;
	if (ex->length > r->body_cap)
		return ERR_TOO_LARGE;
	if (ex->length > 0 && !(r->who & (WHO_DEVICE | WHO_LINK)) && strcmp(rq->type, "application/json") != 0)
		return ERR_TYPE;
	return OK;
}

int admit_head(struct conn *c, const char *uri, size_t uri_len)
{
	struct exchange *ex;
	int err;

	if (c->ex || gate_pipelined(c->wsi, c))
		return -1;
	ex = c->ex = exchange_new(c);
	err = gate_judge(c->wsi, ex, uri, uri_len);
	if (err == OK) {
		request_read(c->wsi, ex, uri, uri_len);
		return 0;
	}
	log_line(LOG_INFO, "http.refused", "why=%s", err_slug(err));
	ex->rp.close = true;
	exchange_refuse(ex, err);
	return -1;
}

static int options_reply(struct exchange *ex)
{
	BUF(allow);

	route_allow(ex->http->o.routes, ex->rq.path, &allow);
	if (allow.len == 0)
		return exchange_refuse(ex, ERR_NOT_FOUND);
	reply_header(&ex->rp, "Allow", buf_text(&allow));
	return exchange_refuse(ex, OK_NO_CONTENT);
}

/* Tell a waiting client to go on sending. */
static int say_continue(struct exchange *ex)
{
	static const char LINE[] = "HTTP/1.1 100 Continue\r\n\r\n";
	struct buf *out = &ex->http->out;

	out_begin(out);
	buf_str(out, LINE);
	return lws_write(ex->conn->wsi, (unsigned char *)out->data + LWS_PRE, out->len - LWS_PRE,
			 LWS_WRITE_HTTP_HEADERS) < 0 ? -1 : 0;
}

int admit_begin(struct exchange *ex)
{
	bool has_body = ex->length > 0;
	int err;

	if (ex->rq.method == HTTP_OPTIONS && gate_host(ex->http, &ex->rq))
		return options_reply(ex);
	err = admit(ex);
	if (err != OK && has_body && (ex->length > READ_AWAY || ex->expects)) {
		ex->rp.close = true;
		return exchange_refuse(ex, err);
	}
	/* POST with length 0 gets its body callbacks from the library, the others do not. */
	if (!has_body && ex->rq.method != HTTP_POST)
		return err == OK ? exchange_run(ex) : exchange_refuse(ex, err);
	ex->refused = err;
	ex->state = EX_BODY;
	ex->began = lws_now_usecs();
	ex->rq.body_len = 0;
	if (!has_body)
		return 0;
	conn_watch(ex->conn);
	return ex->expects ? say_continue(ex) : 0;
}

int admit_body(struct exchange *ex, const void *p, size_t n)
{
	if (ex->state != EX_BODY || n > ex->length - ex->rq.body_len)
		return -1;
	if (n > 0 && ex->refused == OK) {
		if (!crowd_body_room(ex, ex->rq.body_len + n)) {
			ex->rp.close = true;
			ex->rp.wait_s = BUSY_WAIT_S;
			return exchange_refuse(ex, ERR_BUSY);
		}
		memcpy(ex->body + ex->rq.body_len, p, n);
	}
	ex->rq.body_len += n;
	return 0;
}

int admit_done(struct exchange *ex)
{
	if (ex->state != EX_BODY || ex->rq.body_len != ex->length)
		return -1;
	return ex->refused == OK ? exchange_run(ex) : exchange_refuse(ex, ex->refused);
}
