/* Live pages: WebSockets that carry one kind of message, "there is something newer".
 *
 * Only the newest text is kept: a page that is slow misses the ones between, which say nothing the
 * newest does not. What pages send is counted and thrown away.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "shared/io/http_inside.h"

#define HEARD_MOST 65536

void http_live(struct http *h, const char *text)
{
	buf_clear(&h->live);
	buf_str(&h->live, text);
	h->live_number++;
	for (struct conn *c = h->conns; c; c = c->next) {
		if (c->live)
			lws_callback_on_writable(c->wsi);
	}
}

int live_writeable(struct conn *c)
{
	struct http *h = c->http;
	struct buf *out = &h->out;

	if (c->told == h->live_number)
		return 0;
	c->told = h->live_number;
	out_begin(out);
	buf_add(out, h->live.data, h->live.len);
	return lws_write(c->wsi, (unsigned char *)out->data + LWS_PRE, h->live.len,
			 LWS_WRITE_TEXT) < 0 ? -1 : 0;
}

int live_heard(struct conn *c, size_t n)
{
	c->heard += n + 1;
	return c->heard > HEARD_MOST ? -1 : 0;
}
