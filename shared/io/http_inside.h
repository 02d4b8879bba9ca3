/* What the files of the HTTP server share and show to nobody else.
 *
 * A conn is one socket; it lives from the accept to the library's last word about it. An exchange
 * is one request with its reply; it may outlive its conn while a worker still computes the answer.
 *
 *   http.c           listener and the library's callbacks
 *   http_gate.c      what is let in (notes: remote bugs of libwebsockets 4.1.6)
 *   http_request.c   a request as handlers see it: headers, arguments, cookies
 *   http_admit.c     from the head of a request to its last body byte
 *   http_exchange.c  from there to the last byte of its reply
 *   http_reply.c     status line, headers, problem+json
 *   http_archive.c   archive files under If-None-Match and Accept-Encoding
 *   http_conn.c      connections: addresses, deadlines, stray bytes
 *   http_crowd.c     caps on connections and on bodies under way
 *   http_live.c      WebSocket pages
 *   route.c          finding and printing routes
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_HTTP_INSIDE_H
#define SHARED_IO_HTTP_INSIDE_H

#include "shared/io/http.h"
#include "shared/io/lws.h"

#define WHOLE_REPLY 65536 /* up to here a reply is one write */
#define PIECE 32768       /* above it, bytes a piece */
#define READ_AWAY 65536   /* a refused body up to here is read and dropped, so the answer arrives */

struct conn {
	struct http *http;
	struct lws *wsi;
	struct conn *next, *prev;
	struct exchange *ex; /* the request under way, NULL between requests */
	lws_sorted_usec_list_t tick;
	char peer[64];
	bool loopback;
	bool served;    /* at least one request was answered on it */
	bool live;      /* a WebSocket page */
	bool known;     /* somebody proved on it who he is */
	bool killed;    /* being closed from outside a callback */
	char owner[48]; /* the device it belongs to, "" for none */
	int64_t since;  /* monotonic us: idle since */
	int suspect;    /* ticks in a row at which somebody's input was stuck */
	uint64_t told;  /* number of the last live text sent */
	size_t heard;   /* bytes a live page sent; they are ignored */
};

enum ex_state {
	EX_HEAD,    /* being judged */
	EX_BODY,    /* body on its way */
	EX_LATER,   /* a handler answers later */
	EX_COMMIT,  /* answered, waits for the end of the turn */
	EX_READY,   /* may leave */
	EX_SENDING  /* leaving in pieces */
};

struct exchange {
	struct http *http;
	struct conn *conn; /* NULL: the client has gone */
	struct exchange *next, *prev;
	struct exchange *waiting; /* next in the line for the commit */
	uint64_t id;
	enum ex_state state;
	const struct route *route;
	struct request rq;
	struct reply rp;
	char *heads;    /* memory of the request's texts */
	char *body;
	size_t room;    /* bytes of body[], but for the NUL */
	size_t length;  /* announced body */
	int refused;    /* error found at the head, 0 for none */
	bool expects;   /* Expect: 100-continue */
	bool old;       /* HTTP/1.0 */
	bool head_only; /* HEAD */
	size_t sent;    /* bytes of the reply's body handed over */
	int64_t began;  /* monotonic us: head complete, or reply begun */
};

struct http {
	struct http_options o;
	struct loop *loop;
	struct lws_vhost *vhost;
	struct loop_hook hook;
	struct conn *conns;
	int conn_count, conn_most;
	size_t held, held_most;      /* bytes of bodies under way */
	int64_t dropped, refused;    /* idle ones closed for others; newcomers sent away */
	struct exchange *exchanges;
	struct exchange *line;       /* waiting for the commit */
	struct exchange **line_end;
	struct buf out;              /* the one reply being written */
	struct buf live;             /* newest live text */
	uint64_t live_number;
	uint64_t last_id;
	int64_t served;
	int64_t date_s;
	char date[40];
	int port;
};

/* ---- http_gate.c -------------------------------------------------------------------------- */

/* Judge the head of a request: fills method, length, version of ex.
 * OK, or the error to answer before closing. */
int gate_judge(struct lws *wsi, struct exchange *ex, const char *uri, size_t uri_len);
/* Does the request's body or successor lie in the library's buffer already (rows 1 and 3)? Such a
 * connection is closed without a word: answering it would hang the loop. */
bool gate_pipelined(struct lws *wsi, const struct conn *c);
/* Is the Host header one of ours? */
bool gate_host(const struct http *h, const struct request *rq);
/* Did a changing request come from one of our own pages? */
bool gate_origin(const struct request *rq);
/* May this request become a WebSocket? */
bool gate_upgrade(struct lws *wsi, struct conn *c);

/* ---- http_request.c ----------------------------------------------------------------------- */

/* Copy what handlers may ask for out of the library. */
void request_read(struct lws *wsi, struct exchange *ex, const char *uri, size_t uri_len);
/* Does a comma separated header list hold this word (case-insensitive)? */
bool list_has(const char *list, const char *word);
/* "host[:port]" of an Origin header, "" for none or "null". */
const char *origin_authority(const char *origin);

/* ---- http_exchange.c ---------------------------------------------------------------------- */

struct exchange *exchange_new(struct conn *c);
/* Run the handler of a complete request; from a callback, returns what that returns. */
int exchange_run(struct exchange *ex);
/* Answer with an outcome and no body of our own; from a callback, likewise. */
int exchange_refuse(struct exchange *ex, int err);
int exchange_writeable(struct exchange *ex);
/* Empty http->out but for the room the library wants in front. */
void out_begin(struct buf *out);
/* The connection has gone. */
void exchange_orphan(struct exchange *ex);
/* End of the turn: let the waiting replies go. */
void exchange_turn(void *ctx, int outcome);
void exchange_free(struct exchange *ex);

/* ---- http_admit.c: the library's callbacks, in the order they come --------------------------- */

/* They return what the callback returns: 0 or -1 (close). */
int admit_head(struct conn *c, const char *uri, size_t uri_len);
int admit_begin(struct exchange *ex);
int admit_body(struct exchange *ex, const void *p, size_t n);
int admit_done(struct exchange *ex);

/* ---- http_reply.c ------------------------------------------------------------------------- */

/* Make the reply final: finish hook, problem+json. */
void reply_settle(struct exchange *ex);
/* Bytes of the body that will be sent. */
size_t reply_length(const struct exchange *ex);
/* Append status line and headers. */
void reply_head(struct exchange *ex, struct buf *out);
/* Append n bytes of the body from offset at. */
void reply_body(const struct exchange *ex, size_t at, size_t n, struct buf *out);

/* ---- http_conn.c -------------------------------------------------------------------------- */

/* Numeric address of the other side. false: it has gone already. */
bool conn_peer(int fd, char out[64], bool *ret_loopback);
struct conn *conn_of(struct http *h, struct lws *wsi);
void conn_gone(struct conn *c);
/* Watch the connection: a body that must keep coming, an answer that must be taken. */
void conn_watch(struct conn *c);
void conn_kill(struct conn *c);

/* ---- http_crowd.c ------------------------------------------------------------------------- */

/* May this new socket stay? Closes an idle connection for it when a cap is reached. */
bool crowd_admits(struct http *h, int fd);
/* Make room for need bytes of the body in all. false: too much is under way (ERR_BUSY). */
bool crowd_body_room(struct exchange *ex, size_t need);
void crowd_body_free(struct exchange *ex);

/* ---- http_live.c -------------------------------------------------------------------------- */

int live_writeable(struct conn *c);
int live_heard(struct conn *c, size_t n);

/* ---- route.c ------------------------------------------------------------------------------ */

/* The row of a request: exact path first, then the longest '*'. HEAD uses GET rows.
 * ret_err: ERR_NOT_FOUND or ERR_METHOD when NULL is returned. */
const struct route *route_find(const struct route *routes, enum http_method method,
			       const char *path, const char **ret_rest, int *ret_err);
/* "GET, HEAD, POST" for a path, "" when unknown. */
void route_allow(const struct route *routes, const char *path, struct buf *out);
const char *route_method(enum http_method m);

#endif
