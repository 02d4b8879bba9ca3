/* What is wrong in the register, for staff to mend: contracts that ended or soon end, contacts that are
 * empty or ended, zero-energy homes without provider or supplier, rules that name nobody (R6, R7).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_REGISTER_FAULT_H
#define SERVER_REGISTER_FAULT_H

#include "server/party_store.h"

struct app;
struct buf;
struct val;

#define FAULT_SOON_DAYS 60    /* a contract that ends within so many days is told */
#define FAULT_COUNT_CAP 1000  /* counting of homes stops here */
#define FAULT_CURSOR 96       /* room for a cursor, with NUL */

struct register_fault {
	const char *code;         /* "contract_expired", …: key of words "fault" and "mend" */
	char party[KEY_CAP];      /* "" for none */
	char party_name[120];
	const char *role;         /* of PARTY_ROLES, "" for none */
	char dwelling[KEY_CAP];   /* a home without a party, "" else */
	char address[160];
	char rule[48];            /* a rule that names nobody, "" else */
	char date[11];            /* civil date it is about, "" for none */
};

/* One page, in a fixed order: parties, rules, homes without provider, homes without supplier.
 * after: "" or the cursor of the page before. today: civil date. fn per fault. ret_next: cursor of the
 * next page, "" when this was the last. Work: all parties, and limit homes.
 * ERR_INPUT: no such cursor. */
int register_faults(struct app *app, const char *today, const char *after, int limit,
		    void (*fn)(void *ctx, const struct register_fault *f), void *ctx,
		    char ret_next[FAULT_CURSOR]) MUST_USE;
/* Those of parties alone. */
void register_party_faults(struct app *app, const char *today,
			   void (*fn)(void *ctx, const struct register_fault *f), void *ctx);

/* How many there are; homes are counted up to FAULT_COUNT_CAP of each kind, *ret_more: were there
 * more? */
int64_t register_fault_count(struct app *app, const char *today, bool *ret_more);

/* A fault as staff read it: {code, what, todo, party, party_label, role, role_label, dwelling, address,
 * rule, date}. */
void register_put_fault(const struct register_fault *f, struct val *list);
/* The same as one line of a spreadsheet, and the line above all. */
void register_csv_fault(const struct register_fault *f, struct buf *out);
void register_csv_fault_head(struct buf *out);

#endif
