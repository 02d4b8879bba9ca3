/* The capture command: a loop around intake_accept with group commit.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/capture.h"

#include <stdlib.h>
#include <string.h>

#include "firmware/app.h"
#include "firmware/intake.h"
#include "firmware/spool.h"
#include "shared/base/crash.h"

#define GROUP 200 /* lines that share a commit */

struct capture {
	struct app *app;
	FILE *out;
	struct buf lines; /* answers waiting for the commit */
	int waiting;
	long line;        /* number of the line being read */
	bool refused;     /* some line was */
};

/* Errors that the next line would meet as well. */
static bool is_end(int err)
{
	return err == ERR_QUEUE_FULL || err == ERR_SETUP || err == ERR_STORAGE;
}

static int flush(struct capture *c)
{
	int err = db_turn_commit(c->app->db);
	if (err) {
		fprintf(stderr, "portiek-kiosk: the disk refused; the last %d lines are not kept\n",
			c->waiting);
		return err;
	}
	crash_point("kiosk.capture.flushed");
	fwrite(buf_text(&c->lines), 1, c->lines.len, c->out);
	fflush(c->out);
	buf_clear(&c->lines);
	c->waiting = 0;
	spool_follow(c->app->spool);
	return OK;
}

static int take_line(struct capture *c, const char *text, size_t len)
{
	struct intake_result r;
	struct report_fault fault;
	db_event_begin(c->app->db);
	int err = intake_accept(c->app, text, len, NULL, &r, &fault);
	db_event_end(c->app->db, err == OK);
	if (!err) {
		buf_fmt(&c->lines, "%s %s\n", r.id, r.receipt);
		return ++c->waiting < GROUP ? OK : flush(c);
	}
	fprintf(stderr, "line %ld: %s %s%s%s\n", c->line, err_slug(err), fault.field,
		fault.why ? ": " : "", fault.why ? fault.why : "");
	c->refused = true;
	return is_end(err) ? err : OK;
}

static size_t without_newline(const char *text, ssize_t n)
{
	while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
		n--;
	return (size_t)n;
}

int capture_run(struct app *app, FILE *in, FILE *out)
{
	struct capture c = { .app = app, .out = out };
	char *text = NULL;
	size_t cap = 0;
	ssize_t n;
	int err = OK;
	while (!err && (n = getline(&text, &cap, in)) >= 0) {
		size_t len = without_newline(text, n);
		c.line++;
		if (len)
			err = take_line(&c, text, len);
	}
	int last = flush(&c);
	free(text);
	buf_free(&c.lines);
	if (err || last)
		return err ? err : last;
	return c.refused ? ERR_INPUT : OK;
}
