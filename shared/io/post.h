/* One outgoing HTTP request, one answer, one deadline (kiosk to central).
 *
 * Built on the libwebsockets client under the rules learned about it: own deadline over everything,
 * no redirects, names looked up in a thread of their own, success only when the whole Content-Length
 * arrived. A reply says nothing until its signature was verified by shared/sync.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_POST_H
#define SHARED_IO_POST_H

#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct loop;
struct post;

struct post_request {
	const char *origin;   /* "http://127.0.0.1:8080" or "https://name[:port]" */
	const char *method;   /* "GET", "POST", "PATCH" */
	const char *target;   /* path and query */
	const char *headers;  /* "name: value\r\n" lines, content-length is added */
	const void *body;
	size_t body_len;
	size_t reply_cap;     /* 0: 8 MiB + 64 KiB */
	int64_t deadline_ms;  /* for everything together */
	int64_t floor_s;      /* certificates are judged at no earlier time than this, 0: by the clock */
};

struct post_reply {
	int err;              /* OK: status, headers and body are whole; ERR_NETWORK; ERR_TOO_LARGE */
	const char *why;      /* stable slug of what went wrong: net_refused net_dns net_timeout tls_… portal */
	int status;
	struct buf body;
	char signature_input[512]; /* headers the sync protocol needs, "" when absent */
	char signature[128];
	char digest[96];
	char type[64];
};

/* Start; done is called exactly once, from the loop, also on failure and when the loop closes. Everything in
 * q is copied.
 * The reply belongs to the caller of done until done returns. */
void post_start(struct loop *l, const struct post_request *q,
		void (*done)(void *ctx, const struct post_reply *r), void *ctx);

#endif
