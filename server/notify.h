/* Everything that leaves the office as a message (R11, R19, R21, R23, R41, R48): queued, written
 * from a letter when it leaves, sent by the worker one at a time with backoff, never twice. Without
 * a mail server mails wait, visibly; cards and texts wait for a person.
 *
 * Never twice: 'sending' is durable before the first byte leaves, the outcome after it. When the
 * program dies in between, nobody knows whether the mail arrived: the row becomes 'unsure', the case
 * says so, and only a person lets it go again (notify_retry).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_NOTIFY_H
#define SERVER_NOTIFY_H

#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/val.h"

struct app;
struct case_row;
struct letter;
struct mail;
struct notify;
struct outgoing;

struct notify *notify_open(struct app *app);
/* Calls off a mail under way and writes down what became of it. */
void notify_close(struct notify *n);
/* A mail was queued. Safe with NULL (commands, tests). */
void notify_nudge(struct notify *n);

/* ---- queueing ------------------------------------------------------------------------------ */

struct notify_order {
	int64_t nr;	    /* the case */
	const char *kind;   /* mail; print (a card); sms (a text to send by hand) */
	const char *why;    /* word of group "why" */
	const char *letter; /* server/letters.h */
	const char *to; /* address; NULL or "": the reporter, or the party's own of party_key, else
	                          * of the case; staff letters need one */
	const struct val
	    *facts;  /* what the case does not know: those of the letter's need and may that are
	                          * not derived, texts as strings, times as ms; NULL = none. Keep them few. */
	int64_t due; /* not before, ms; 0 = now */
};

/* Queue a message, in an event. It is written once on trial: what cannot be written is not queued.
 * ERR_INPUT with why = the fact that is missing or not taken, "letter", "kind", "facts" (over 8 KiB),
 * "bad_address", "appointment", or "names_reporter": the given words would tell others who reported
 * a restricted case (R55). ERR_NOT_FOUND with why = "case" or "no_address" (the caller makes a call
 * task instead). After an error the event must be taken back. */
int notify_queue(struct app *app, const struct notify_order *o, int64_t *ret_n, char *why,
		 size_t cap) MUST_USE;

/* What a letter of this case would say now, for looking at before it is sent. letter "" = its
 * confirmation. facts as above. subject, text: appended. Errors as notify_queue, but no address is
 * asked for. */
int notify_preview(struct app *app, int64_t nr, const char *letter, const struct val *facts,
		   struct buf *subject, struct buf *text, char *why, size_t cap) MUST_USE;

/* ---- what people decide, each in an event -------------------------------------------------- */

/* An unsure or failed mail goes out again. ERR_NOT_FOUND; ERR_CONFLICT: it is neither. */
int notify_retry(struct app *app, int64_t n, const char *who) MUST_USE;
/* A message need not leave. ERR_NOT_FOUND; ERR_CONFLICT: it left already, or it is a call. */
int notify_drop(struct app *app, int64_t n, const char *who) MUST_USE;
/* How a message reached its reader when it did not leave by itself. */
enum notify_how { NOTIFY_PAPER, NOTIFY_PHONE };
/* A card or text was handed over, or what a mail says was given on paper or told by telephone. A
 * confirmation is confirmed by it. ERR_NOT_FOUND; ERR_CONFLICT: it is not open any more. */
int notify_handed(struct app *app, int64_t n, enum notify_how how, const char *who) MUST_USE;
/* A mail that was sent came back. ERR_NOT_FOUND; ERR_CONFLICT: it was not sent. */
int notify_bounced(struct app *app, int64_t n, const char *who) MUST_USE;
/* Words of a queued card, text or mail, appended. lang: "nl" for the Dutch beside it, "" for those
 * its reader gets. ERR_NOT_FOUND: no such row, or it is a call. ERR_INPUT: what it said was forgotten
 * when it left. */
int notify_card(struct app *app, int64_t n, const char *lang, struct buf *subject,
		struct buf *text) MUST_USE;
/* Language a letter of this case goes out in: the reporter's, where we have it. l NULL: its
 * confirmation. */
const char *notify_lang(const struct case_row *c, const struct letter *l);

/* ---- inside --------------------------------------------------------------------------------- */

/* A queued row as a mail, in the reporter's language where we have it. mail: filled by the call,
 * freed with notify_mail_free, also after an error. Errors as notify_queue. */
int notify_compose(struct app *app, const struct outgoing *o, struct mail *ret, char *why,
		   size_t cap) MUST_USE;
void notify_mail_free(struct mail *m);

/* Append to the history of its case what became of a message. note: its first word is kept. */
int notify_tell(struct app *app, const struct outgoing *o, const char *what, const char *who,
		const char *note) MUST_USE;

/* Wait before attempt number `attempts` + 1: 1, 5, 15 min, 1 h, then every 4 h. */
int64_t notify_backoff(int64_t attempts);
/* After this many attempts a mail has failed and staff see it. */
#define NOTIFY_ATTEMPTS 12

#endif
