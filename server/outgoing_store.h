/* SQL of what must leave the office: letters by mail, call tasks, cards to print, texts to send by
 * hand (R11, R41, R42, R54).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_OUTGOING_STORE_H
#define SERVER_OUTGOING_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct db;

struct outgoing {
	int64_t n, nr;
	char kind[8];      /* mail call print sms */
	char why[24];      /* confirmation, or another word of group "why" */
	/* mail: waiting sending sent unsure failed dropped; call: waiting reached not_reached;
	 * print, sms: waiting handed dropped */
	char state[16];
	int64_t due;       /* next attempt of a mail, deadline of a call or card */
	int64_t attempts;
	int64_t done;
	char by[64];
	char note[300];
	char letter[32];   /* "": a call, or a confirmation the case chooses */
	char address[200]; /* "": the reporter's own */
};

/* A confirmation, or a call. In an event. */
int outgoing_add(struct db *db, int64_t nr, const char *kind, const char *why, int64_t due) MUST_USE;

/* Any message. Texts are "" for none; nothing is judged here (notify_queue does). */
struct outgoing_order {
	int64_t nr;
	const char *kind, *why, *letter, *address;
	const char *facts; /* text of a JSON object */
	int64_t due;
};
int outgoing_queue(struct db *db, const struct outgoing_order *o, int64_t *ret_n) MUST_USE;
/* Its given facts, "" when there are none or it was sent: then they are gone. */
void outgoing_facts(struct db *db, int64_t n, struct buf *out);
bool outgoing_find(struct db *db, int64_t n, struct outgoing *ret);
/* Newest first; kind NULL = both; only of case nr when not 0. fn returns false to stop. */
void outgoing_each(struct db *db, const char *kind, int64_t nr, int limit,
		   bool (*fn)(void *ctx, const struct outgoing *o), void *ctx);
/* Calls still to be made, earliest deadline first. */
void outgoing_calls(struct db *db, int limit,
		    bool (*fn)(void *ctx, const struct outgoing *o), void *ctx);
int64_t outgoing_call_count(struct db *db, int64_t cap);
/* Mails that failed or may not have arrived: somebody must decide. Newest first. */
void outgoing_trouble(struct db *db, int limit,
		      bool (*fn)(void *ctx, const struct outgoing *o), void *ctx);
int64_t outgoing_trouble_count(struct db *db, int64_t cap);

/* The next mail whose attempt is due; false when none. ret_next: when the next one is due, 0 = never. */
bool outgoing_next_mail(struct db *db, int64_t now, struct outgoing *ret, int64_t *ret_next);
/* Durable before the first byte leaves: a mail is 'sending'. */
int outgoing_begin(struct db *db, int64_t n) MUST_USE;
/* What became of it: sent; waiting again from `due` on; unsure (accepted or not, nobody knows: not
 * sent again by itself); failed. */
int outgoing_settle(struct db *db, int64_t n, const char *state, int64_t due, int64_t now,
		    const char *note) MUST_USE;
/* Mails that are 'sending'. */
void outgoing_sending(struct db *db, bool (*fn)(void *ctx, const struct outgoing *o), void *ctx);
/* At start: a mail found 'sending' was cut off in between: unsure. Returns how many. */
int outgoing_recover(struct db *db, int64_t now);
/* A person decided: an unsure or failed mail goes out again, from the first attempt on.
 * ERR_CONFLICT: it is neither. */
int outgoing_retry(struct db *db, int64_t n, int64_t now) MUST_USE;
/* A person decided: it need not leave (an unsure or failed mail, anything that waits but a call).
 * ERR_CONFLICT: it left already. */
int outgoing_drop(struct db *db, int64_t n, const char *by, int64_t now) MUST_USE;
/* It reached its reader another way: a card or text that waits was handed over, a mail that waits,
 * failed or may not have arrived was given on paper or told. how: kept as its note. ERR_CONFLICT: it
 * is not open any more. */
int outgoing_handed(struct db *db, int64_t n, const char *how, const char *by, int64_t now) MUST_USE;
/* A mail that was sent came back: failed after all. ERR_CONFLICT: it was not sent. */
int outgoing_bounced(struct db *db, int64_t n, const char *by, int64_t now) MUST_USE;
/* A call was tried. */
int outgoing_called(struct db *db, int64_t n, bool reached, const char *by, const char *note,
		    int64_t now) MUST_USE;

#endif
