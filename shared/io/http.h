/* HTTP/1.1 server: the gate before libwebsockets 4.1.6, request collection, replies, live pings.
 *
 * The gate closes the remote bugs of Debian's libwebsockets (rows 1-15, one test each in
 * tests/unit/http_gate_*_test.c) before any route sees a byte. Behind it a request is complete,
 * within its route's cap and deadline, and answered exactly once. Replies of WRITES routes leave
 * after the end-of-turn commit, never before.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_HTTP_H
#define SHARED_IO_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct app; /* defined by each daemon in its own app.h; handlers get it type-safe */
struct loop;
struct http;

enum http_method {
	HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OPTIONS, HTTP_METHOD_MAX
};

enum route_tx {
	TX_NONE,  /* touches no database */
	TX_READ,  /* reads the owner connection, outside any savepoint */
	TX_WRITE  /* runs in a savepoint; its reply waits for the commit */
};

/* Who may use a route; a route names a set. The daemon's `who` hook says what a request is. */
enum who {
	WHO_ANYONE = 1 << 0,
	WHO_LOCAL = 1 << 1,    /* peer address is loopback */
	WHO_TENANT = 1 << 2,   /* signed in at this kiosk */
	WHO_DEVICE = 1 << 3,   /* signed by an enrolled device (checked in the handler) */
	WHO_PHONE = 1 << 4,    /* staff: phone desk */
	WHO_LEADER = 1 << 5,   /* staff: project leader */
	WHO_PLANNER = 1 << 6,  /* staff: repair planner */
	WHO_CARETAKER = 1 << 7,
	WHO_MANAGER = 1 << 8,
	WHO_ADMIN = 1 << 9,
	WHO_LINK = 1 << 10,    /* holds a personal link (checked in the handler) */
	WHO_FRESH = 1 << 11,   /* logged in with a password somebody else gave: must choose one first */
	WHO_STAFF = WHO_PHONE | WHO_LEADER | WHO_PLANNER | WHO_CARETAKER | WHO_MANAGER | WHO_ADMIN
};

/* One request, complete. Everything points into memory of the exchange and lives until the handler
 * returns (or until http_answer for OK_LATER, also when the client has gone meanwhile). */
struct request {
	enum http_method method;
	const char *path;      /* decoded, starts with '/', no dot segments */
	const char *query;     /* "a=1&b=2" decoded, but '&', '%' and controls as %XX; "" without */
	const char *rest;      /* what the '*' of the route matched, "" without */
	const char *body;      /* NUL follows */
	size_t body_len;
	const char *type;      /* Content-Type, lower case, without parameters, "" without */
	const char *host;      /* Host header */
	const char *origin;    /* Origin header, "" without */
	const char *cookie;    /* whole Cookie header, "" without */
	const char *language;  /* Accept-Language, "" without */
	const char *accept;
	const char *accept_encoding;
	const char *if_none_match;
	char peer[64];         /* numeric address */
	bool loopback;
	bool tls;
	unsigned who;          /* bits granted by the daemon's hook */
	uint64_t id;           /* for http_answer */
	void *wsi;             /* for http_header only */
};

/* Value of any other request header into out; name lower case with colon ("content-digest:").
 * false: absent or longer than cap-1. */
bool http_header(const struct request *rq, const char *name, char *out, size_t cap);

/* Value of a query argument, decoded, into out. false: absent or too long. */
bool http_arg(const struct request *rq, const char *name, char *out, size_t cap);

/* Value of one cookie. false: absent or too long. Parsed here, not by the library. */
bool http_cookie(const struct request *rq, const char *name, char *out, size_t cap);

/* What a handler fills. Zeroed before the handler runs. */
struct reply {
	int outcome;            /* set by the glue from the handler's return */
	const char *type;       /* NULL: application/json */
	struct buf body;        /* owned; freed after sending */
	const void *fixed;      /* instead of body: memory that outlives the reply (archives) */
	size_t fixed_len;
	bool deflated;          /* fixed is a zlib stream: Content-Encoding: deflate */
	const char *etag;       /* strong, with quotes, or NULL */
	const char *cache;      /* Cache-Control, NULL: no-store */
	char headers[2048];     /* further "name: value\r\n" lines, see reply_header */
	bool close;             /* close the connection afterwards */
	bool html_csp;          /* page: send the page Content-Security-Policy */
	int status;             /* 0: from outcome; else exact (signed sync replies) */
	/* For errors: */
	char field[96];         /* which field, "" for none */
	const char *sentence;   /* for a person, NULL: the daemon's `sentence` hook decides */
	int wait_s;             /* Retry-After, 0 for none */
	/* Sync replies are signed over status and digest at the very end: called exactly once, after
	 * the commit, when status and body are settled (a failed commit replaced both, outcome says
	 * so); it may still change body, type, headers and status, and frees ctx. Also called when
	 * the client has gone and the reply is thrown away. */
	void (*finish)(struct app *app, struct reply *rp, void *ctx);
	void *finish_ctx;
};

/* Add one response header. Ends the program when headers[] is full (our own fault). */
void reply_header(struct reply *rp, const char *name, const char *value);
/* Serve an archive file under If-None-Match and Accept-Encoding rules (deflate as stored, else gzip
 * or identity), with its ETag; Cache-Control no-cache unless rp->cache was set. file's data must
 * outlive the reply. Returns OK, OK_UNCHANGED, or ERR_STORAGE for a damaged file. */
struct archive_file;
int reply_archive(const struct request *rq, struct reply *rp, const struct archive_file *file);
/* Name the field of an error and return err, so that a handler can `return reply_field(…)`. */
int reply_field(struct reply *rp, int err, const char *field);

struct route {
	enum http_method method;
	const char *path;     /* exact, or ending in '*' (one or more characters behind it) */
	unsigned who;         /* set of WHO_ bits, any of them is enough */
	size_t body_cap;      /* 0: no body allowed; a body must be application/json, but for
	                       * WHO_DEVICE and WHO_LINK routes, which judge the type themselves */
	enum route_tx tx;
	int (*handler)(struct app *app, const struct request *rq, struct reply *rp);
	const char *help;     /* one line, for the printed API page */
};

struct http_options {
	struct app *app;
	const struct route *routes; /* ends with a row whose path is NULL; printed by --print-routes */
	const char *listen;         /* "127.0.0.1:8081", port 0 picks a free one, "[::1]:0" */
	const char *tls_cert, *tls_key;
	const char *hosts;          /* space separated accepted Host names (without port), NULL: any;
	                             * loopback names are always accepted from loopback */
	const char *csp;            /* Content-Security-Policy of pages */
	const char *live_path;      /* WebSocket path, NULL: none */
	unsigned (*who)(struct app *app, const struct request *rq); /* roles of a request */
	/* Sentence of an error for a person, in the language of the request; copied into out. */
	void (*sentence)(struct app *app, const struct request *rq, const char *slug,
			 char *out, size_t cap);
	struct db *db;              /* for TX_WRITE savepoints; NULL: TX_WRITE routes not allowed */
	int connections;            /* most of all, 0: what the loop has descriptors for */
	int per_address;            /* most connections of one address, 0: no limit */
	int strangers;              /* most of one address on which nobody said who he is, 0: no limit */
	bool count_loopback;        /* the two above hold for this machine's own connections too */
	size_t bodies;              /* most bytes of bodies under way, 0: 32 MiB */
};

/* Start listening; http_port() is known when it returns. Strings and tables of o must outlive it.
 * ERR_STORAGE: address in use, or certificate unusable; ERR_INPUT: no "ADDRESS:PORT". */
int http_open(struct loop *l, const struct http_options *o, struct http **ret) MUST_USE;
/* Close every connection. Before loop_close, which frees what is left. */
void http_close(struct http *h);
int http_port(const struct http *h);

/* Answer a request whose handler returned OK_LATER. fill() gets the reply to fill and returns the
 * outcome; it runs under the same transaction rule as the route. No-op when the connection died.
 * Must be called once for every OK_LATER; a client waits for it 120 s at most. */
void http_answer(struct http *h, uint64_t id,
		 int (*fill)(struct app *app, void *ctx, struct reply *rp), void *ctx);

/* Is a client still waiting for this answer? false also for an id that was answered. */
bool http_waits(const struct http *h, uint64_t id);

/* Send a text to every open live page (`who` let it in as staff). A page that is slow gets only the
 * newest text. */
void http_live(struct http *h, const char *text);
/* The connection of this request belongs to a device (its signature was right). It is no stranger
 * any more; when the device holds more than four, its oldest other one is closed. */
void http_owner(const struct request *rq, const char *name);

struct http_load {
	int connections;
	int64_t held;    /* bytes of bodies under way */
	int64_t dropped; /* idle connections closed for newcomers, since start */
	int64_t refused; /* newcomers sent away, since start */
};
void http_load(const struct http *h, struct http_load *ret);
/* Number of requests answered since start (for /metrics). */
int64_t http_served(const struct http *h);

/* The routes as a table of text: method, path, who, cap, help. Golden-tested. */
void http_print_routes(const struct route *routes, struct buf *out);

#endif
