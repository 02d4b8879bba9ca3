/* Administering accounts over HTTP.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_USERS_API_H
#define SERVER_USERS_API_H

struct app;
struct reply;
struct request;

/* GET /api/v1/users: {"users":[{"name","role","role_label","disabled","must_change","created",
 * "last_login","sessions","departments":[keys],"self"}],"roles":[{"key","label"}],
 * "departments":[{"key","label"}]}. */
int users_list(struct app *app, const struct request *rq, struct reply *rp);
/* POST /api/v1/users {"name","role","departments":[keys]}: 201 {"name","password"}, told once. */
int users_add(struct app *app, const struct request *rq, struct reply *rp);
/* POST /api/v1/users/ACT {"name", …}: role, departments, block, unblock, logout, password (200 as
 * above). */
int users_act(struct app *app, const struct request *rq, struct reply *rp);

#endif
