/* How a reply looks on the wire: status line, headers, problem details (RFC 9457).
 *
 * Headers are written here and not by the library, so that all of them stand in front of the body
 * in one buffer and one write. Every reply carries the security headers; pages get the daemon's
 * Content-Security-Policy, everything else gets one that allows nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>
#include <time.h>

#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/http_inside.h"

#define SENTENCE_BYTES 512

static const char FIXED[] =
	"X-Content-Type-Options: nosniff\r\n"
	"X-Frame-Options: DENY\r\n"
	"Referrer-Policy: no-referrer\r\n"
	"Cross-Origin-Opener-Policy: same-origin\r\n"
	"Cross-Origin-Resource-Policy: same-origin\r\n"
	"Permissions-Policy: camera=(self), geolocation=(self), microphone=(), payment=(), usb=()\r\n";

static const char NO_CSP[] = "default-src 'none'; frame-ancestors 'none'";

/* ---- filling a reply ---------------------------------------------------------------------- */

void reply_header(struct reply *rp, const char *name, const char *value)
{
	size_t len = strlen(rp->headers);

	if (len + strlen(name) + strlen(value) + 5 > sizeof(rp->headers))
		die("http.headers", "full=%zu name=%s", len, name);
	len += (size_t)snprintf(rp->headers + len, sizeof(rp->headers) - len, "%s: ", name);
	for (; *value; value++) {
		if ((unsigned char)*value >= 0x20 && *value != 0x7f)
			rp->headers[len++] = *value;
	}
	memcpy(rp->headers + len, "\r\n", 3);
}

int reply_field(struct reply *rp, int err, const char *field)
{
	if (text_copy(rp->field, sizeof(rp->field), field) != OK)
		log_line(LOG_INFO, "http.field", "cut=%s", rp->field);
	return err;
}

/* ---- problem+json ------------------------------------------------------------------------- */

static void title_of(const char *slug, char out[64])
{
	if (text_copy(out, 64, slug) != OK)
		out[63] = '\0';
	for (char *p = out; *p; p++) {
		if (*p == '_')
			*p = ' ';
	}
}

static void write_problem(struct exchange *ex)
{
	const struct http_options *o = &ex->http->o;
	const struct err_row *row = err_row(ex->rp.outcome);
	char detail[SENTENCE_BYTES] = "";
	char title[64];
	VAL(v) = val_object();

	if (!ex->rp.sentence && o->sentence)
		o->sentence(o->app, &ex->rq, row->slug, detail, sizeof(detail));
	title_of(row->slug, title);
	val_put_str(v, "type", "about:blank");
	val_put_str(v, "title", title);
	val_put_int(v, "status", ex->rp.status);
	val_put_str(v, "code", row->slug);
	val_put_str(v, "field", ex->rp.field[0] ? ex->rp.field : NULL);
	val_put_str(v, "detail", ex->rp.sentence ? ex->rp.sentence : detail);
	buf_clear(&ex->rp.body);
	ex->rp.fixed = NULL;
	ex->rp.type = "application/problem+json";
	ex->rp.html_csp = false;
	ex->rp.etag = ex->rp.cache = NULL;
	val_print(v, &ex->rp.body);
}

void reply_settle(struct exchange *ex)
{
	struct reply *rp = &ex->rp;
	bool said = rp->status != 0 || rp->body.len > 0 || rp->fixed;

	if (rp->status == 0)
		rp->status = err_row(rp->outcome)->status;
	if (rp->outcome < 0 && !said)
		write_problem(ex);
	if (rp->outcome == ERR_METHOD && ex->rq.path) {
		BUF(allow);

		route_allow(ex->http->o.routes, ex->rq.path, &allow);
		reply_header(rp, "Allow", buf_text(&allow));
	}
	if (rp->finish)
		rp->finish(ex->http->o.app, rp, rp->finish_ctx);
	rp->finish = NULL;
}

/* ---- on the wire -------------------------------------------------------------------------- */

static bool has_no_body(int status)
{
	return status == err_row(OK_NO_CONTENT)->status || status == err_row(OK_UNCHANGED)->status;
}

static size_t body_length(const struct exchange *ex)
{
	if (has_no_body(ex->rp.status))
		return 0;
	return ex->rp.fixed ? ex->rp.fixed_len : ex->rp.body.len;
}

size_t reply_length(const struct exchange *ex)
{
	return ex->head_only ? 0 : body_length(ex);
}

static const char *date_now(struct http *h)
{
	time_t now = time(NULL);
	struct tm tm;

	if (now != (time_t)h->date_s) {
		h->date_s = (int64_t)now;
		gmtime_r(&now, &tm);
		strftime(h->date, sizeof(h->date), "%a, %d %b %Y %H:%M:%S GMT", &tm);
	}
	return h->date;
}

static void add(struct buf *out, const char *name, const char *value)
{
	buf_str(out, name);
	buf_str(out, value);
	buf_add(out, "\r\n", 2);
}

void reply_head(struct exchange *ex, struct buf *out)
{
	const struct reply *rp = &ex->rp;
	const char *csp = rp->html_csp && ex->http->o.csp ? ex->http->o.csp : NO_CSP;

	buf_fmt(out, "HTTP/1.1 %d \r\nDate: %s\r\n", rp->status, date_now(ex->http));
	if (!has_no_body(rp->status)) {
		add(out, "Content-Type: ", rp->type ? rp->type : "application/json");
		buf_fmt(out, "Content-Length: %zu\r\n", body_length(ex));
	}
	add(out, "Cache-Control: ", rp->cache ? rp->cache : "no-store");
	if (rp->etag)
		add(out, "ETag: ", rp->etag);
	if (rp->fixed && rp->deflated && !has_no_body(rp->status))
		buf_str(out, "Content-Encoding: deflate\r\n");
	if (rp->wait_s > 0)
		buf_fmt(out, "Retry-After: %d\r\n", rp->wait_s);
	if (rp->close)
		buf_str(out, "Connection: close\r\n");
	add(out, "Content-Security-Policy: ", csp);
	buf_add(out, FIXED, sizeof(FIXED) - 1);
	buf_str(out, rp->headers);
	buf_add(out, "\r\n", 2);
}

void reply_body(const struct exchange *ex, size_t at, size_t n, struct buf *out)
{
	const char *p = ex->rp.fixed ? ex->rp.fixed : ex->rp.body.data;

	if (n > 0)
		buf_add(out, p + at, n);
}
