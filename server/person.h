/* Everything about one person: told to them, or taken out (AVG art. 15, 17).
 *
 * A person is known by tenant number, telephone or mail. A report is theirs when it was made under that number,
 * or names that telephone or address as its contact.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_PERSON_H
#define SERVER_PERSON_H

#include <stdint.h>

#include "server/register_store.h"
#include "shared/base/val.h"

struct app;
struct keys;

struct person {
	struct tenant row;              /* of the register; number "" = unknown there */
	char phone[24], mail[200];      /* as asked, normalised; "" = not asked for */
};

/* Who is meant. number, phone, mail: "" for not given. ERR_INPUT: nothing given, or no telephone number or mail
 * address; ERR_NOT_FOUND: no tenant of this number. */
int person_find(struct app *app, const char *number, const char *phone, const char *mail,
		struct person *ret) MUST_USE;

/* Their cases, oldest first; zeroed is none. */
struct person_cases {
	int64_t *nr;
	int count, room;
};
void person_cases_free(struct person_cases *list);

/* Find them: opens every report that still names somebody, 60 us each. Any thread; asks db_stopped. ERR_BUSY: was
 * stopped. */
int person_cases(struct db *db, const struct keys *keys, const struct person *p,
		 struct person_cases *ret) MUST_USE;

/* All there is, into an object: "register", and of these cases report, history, letters, files. */
void person_export(struct app *app, const struct person *p, const struct person_cases *list, struct val *into);

/* Forget these cases. ERR_CONFLICT: *ret_open of them are open, nothing was changed. In an event. */
int person_erase(struct app *app, const struct person_cases *list, const char *who, int64_t *ret_open) MUST_USE;

#endif
