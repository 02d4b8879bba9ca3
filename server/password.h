/* Choosing a password of one's own, and giving somebody a first one.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_PASSWORD_H
#define SERVER_PASSWORD_H

#include <stdbool.h>

#include "shared/base/err.h"

struct app;
struct login;
struct reply;
struct request;

/* POST /api/v1/password {"old","new"}: for whoever is logged in; "old" is not asked of somebody who must
 * change the password he was given. Every other log-in of the account ends; answers as log-in does.
 * ERR_INPUT: "old" is wrong, "new" is too short or the same. */
int password_post(struct app *app, const struct request *rq, struct reply *rp);

/* Make a start password, hash it beside the loop, then add the account (role not NULL) or give it this
 * password (role NULL), and answer {"name","password"}: the only time it can be read.
 * Returns OK_LATER. departments as for user_add. */
struct password_gift {
	const char *name, *role, *departments;
};
int password_give(struct app *app, const struct request *rq, const struct login *by,
		  const struct password_gift *gift);

#endif
