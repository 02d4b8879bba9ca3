/* Long reads: dashboards, exports, what-if.
 *
 * Whatever is longer than a screen of rows is read in the long worker thread, with a read-only
 * connection of its own and in one snapshot of the database, so that neither the inbox nor a report
 * coming in waits for it (design: one writer, everything else beside it). A few wait their turn, more
 * are told "busy"; who leaves is forgotten; a read that takes too long ends by itself.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_HEAVY_H
#define SERVER_HEAVY_H

#include <stdint.h>

#include "shared/base/buf.h"

struct app;
struct db;
struct heavy;
struct reply;
struct request;

#define HEAVY_PATIENCE_MS INT64_C(20000)

/* One kind of long read. */
struct heavy_read {
	/* In the worker: read from db into out what facts ask for. Touches neither struct app nor
	 * anything else of the loop, only db, facts and out; the words of server/words.h are fine.
	 * Returns OK or an ERR_ that becomes the answer. A walk of its own asks db_stopped(db) now
	 * and then. */
	int (*read)(struct db *db, void *facts, struct buf *out);
	/* In the loop, just before the answer leaves, with what was read in rp->body: its type and
	 * headers, what the audit keeps. Runs in the event of a TX_WRITE route. Returns the outcome.
	 * NULL: nothing to add. Not called when read failed or the client has gone. */
	int (*finish)(struct app *app, void *facts, struct reply *rp);
	/* In the loop, once, whatever happened. NULL: free(). */
	void (*drop)(void *facts);
};

/* Take a request over: a handler returns what this returns. how outlives the answer; facts belong to
 * this room from here on, also after an error. OK_LATER; ERR_BUSY: too many wait already.
 * The answer is ERR_BUSY when the patience of the office is over, ERR_STORAGE when the file cannot be
 * read. */
int heavy_answer(struct app *app, const struct request *rq, struct reply *rp,
		 const struct heavy_read *how, void *facts);

/* The desk of an office that serves; the caller closes. patience_ms: the longest one read may take. */
struct heavy *heavy_open(struct app *app, int64_t patience_ms);
/* Stops what is being read and waits for it. After http_close, before loop_close. NULL is fine. */
void heavy_close(struct heavy *h);

#endif
