/* Changing who may log in: the one door of the command line and the staff app.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_USER_CHANGE_H
#define SERVER_USER_CHANGE_H

#include <stdbool.h>

#include "shared/base/err.h"

struct app;

#define PASSWORD_MIN 10
#define PASSWORD_MAX 200
#define PASSWORD_START_TEXT 25 /* five groups of four with '-', and NUL */

/* Every change is asked by somebody: a staff name, or "-" for the command line. Each writes one row of
 * the audit and runs in an event. Errors of all: ERR_NOT_FOUND: no such account; ERR_INPUT: *ret_why is
 * the field that is wrong; ERR_CONFLICT: *ret_why is "taken" (the name), "self" (nobody blocks or
 * demotes himself) or "last" (one administrator must stay). ret_why may not be NULL. */
struct user_change {
	struct app *app;
	const char *by;
	const char *name;
};

/* A new account. start: the password was made here and must be changed at the first log-in.
 * departments: keys by blanks, "" = all. */
int user_add(const struct user_change *u, const char *role, const char *departments,
	     const char *hash, bool start, const char **ret_why) MUST_USE;
/* Another password; its log-ins end. start as above. */
int user_password(const struct user_change *u, const char *hash, bool start,
		  const char **ret_why) MUST_USE;
int user_role(const struct user_change *u, const char *role, const char **ret_why) MUST_USE;
int user_departments(const struct user_change *u, const char *departments,
		     const char **ret_why) MUST_USE;
/* Blocked: cannot log in, and what is logged in ends. */
int user_block(const struct user_change *u, bool block, const char **ret_why) MUST_USE;
/* End every log-in of the account, wherever it is. */
int user_log_out(const struct user_change *u, const char **ret_why) MUST_USE;

/* A password to hand over: a hundred random bits. */
void user_start_password(char out[PASSWORD_START_TEXT]);

#endif
