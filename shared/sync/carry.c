/* One table of header lines, read and written strictly: a line that is not in it makes it no such file.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/sync/carry.h"

#include <string.h>

#define REQUEST_LINE "POST /sync/v1/batches HTTP/1.1"
#define STATUS_LINE "HTTP/1.1 "
#define LENGTH "content-length"

struct line {
	const char *name;
	size_t at, cap; /* where its value goes in struct carried */
};

#define LINE(name, member) { name, offsetof(struct carried, member), sizeof((struct carried *)0)->member }
static const struct line LINES[] = {
	LINE("host", authority), LINE("portiek-protocol", protocol), LINE("portiek-counter", counter),
	LINE("content-digest", digest), LINE("signature-input", input), LINE("signature", signature),
	LINE("content-type", type),
};

void carry_write_request(struct buf *out, const char *authority, const struct buf *headers, const struct buf *body)
{
	buf_fmt(out, REQUEST_LINE "\r\nhost: %s\r\n", authority);
	buf_add(out, buf_text(headers), headers->len);
	buf_fmt(out, LENGTH ": %zu\r\n\r\n", body->len);
	buf_add(out, buf_text(body), body->len);
}

void carry_write_reply(struct buf *out, int status, const char *type, const char *digest, const char *input,
		       const char *signature, const struct buf *body)
{
	buf_fmt(out, STATUS_LINE "%d -\r\ncontent-type: %s\r\ncontent-digest: %s\r\n", status, type, digest);
	buf_fmt(out, "signature-input: %s\r\nsignature: %s\r\n" LENGTH ": %zu\r\n\r\n", input, signature, body->len);
	buf_add(out, buf_text(body), body->len);
}

/* The next line without its CRLF; false: there is none. */
static bool next_line(struct span *rest, struct span *line)
{
	const char *end = memchr(rest->p, '\r', rest->n);

	if (!end || (size_t)(end - rest->p) + 1 >= rest->n || end[1] != '\n')
		return false;
	*line = (struct span){ rest->p, (size_t)(end - rest->p) };
	rest->n -= line->n + 2;
	rest->p = end + 2;
	return true;
}

static bool first_line(struct span line, struct carried *ret)
{
	char status[4] = "";
	int64_t n;

	if (line.n == strlen(REQUEST_LINE) && memcmp(line.p, REQUEST_LINE, line.n) == 0)
		return true;
	if (line.n != strlen(STATUS_LINE) + 5 || memcmp(line.p, STATUS_LINE, strlen(STATUS_LINE)) != 0 ||
	    memcmp(line.p + line.n - 2, " -", 2) != 0)
		return false;
	memcpy(status, line.p + strlen(STATUS_LINE), 3);
	if (!int_parse(status, 100, 599, &n))
		return false;
	ret->status = (int)n;
	return true;
}

/* Put the value of a header line where it belongs. */
static bool header_line(struct span line, struct carried *ret, char length[16])
{
	const char *colon = memchr(line.p, ':', line.n);
	size_t name = colon ? (size_t)(colon - line.p) : 0, n = line.n - name - 2, cap = 0;
	char *to = NULL;

	if (!colon || line.n < name + 2 || colon[1] != ' ' || memchr(line.p, '\0', line.n))
		return false;
	for (size_t i = 0; i < COUNT_OF(LINES); i++)
		if (strlen(LINES[i].name) == name && memcmp(LINES[i].name, line.p, name) == 0) {
			to = (char *)ret + LINES[i].at;
			cap = LINES[i].cap;
		}
	if (name == strlen(LENGTH) && memcmp(LENGTH, line.p, name) == 0) {
		to = length;
		cap = 16;
	}
	if (!to || to[0] || n == 0 || n >= cap)
		return false;
	memcpy(to, colon + 2, n);
	to[n] = '\0';
	return true;
}

int carry_read(const char *file, size_t n, struct carried *ret)
{
	struct span rest = { file, n }, line;
	char length[16] = "";
	int64_t size;

	memset(ret, 0, sizeof *ret);
	if (n > CARRY_FILE || !next_line(&rest, &line) || !first_line(line, ret))
		return ERR_INPUT;
	while (next_line(&rest, &line) && line.n > 0) /* each once and in its place, so they end within CARRY_HEAD */
		if (!header_line(line, ret, length))
			return ERR_INPUT;
	if (line.n > 0 || !int_parse(length, 0, (int64_t)CARRY_FILE, &size) || (size_t)size != rest.n)
		return ERR_INPUT;
	ret->body = rest;
	return OK;
}
