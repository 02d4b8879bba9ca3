/* Letting devices in, out, and for which complexes: the one door of the command line and the staff app (R70).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_DEVICE_CHANGE_H
#define SERVER_DEVICE_CHANGE_H

#include "server/device_store.h"

struct app;
struct reply;
struct request;

#define DEVICE_COMPLEXES 16 /* most complexes of one device */

/* Each as the function of server/device_store it is named after, and noted in the audit. by: a staff name,
 * "-" for the command line. In an event. */
int device_invite(struct app *app, const char *by, const struct device_new *d,
		  char code[DEVICE_CODE_TEXT]) MUST_USE;
int device_change_scope(struct app *app, const char *by, const char *name, const char *const *keys,
			int count) MUST_USE;
int device_ban(struct app *app, const char *by, const char *name) MUST_USE;
int device_admit(struct app *app, const char *by, const char *name) MUST_USE;

/* POST /api/v1/devices {"kind","label","complexes":[keys]}: 201 {"label","code","hours"}; the code is told once.
 * ERR_INPUT: kind, label, complexes. */
int device_change_add(struct app *app, const struct request *rq, struct reply *rp);
/* POST /api/v1/devices/ACT {"device", …}: revoke, approve, scope {"complexes"}: 204. */
int device_change_act(struct app *app, const struct request *rq, struct reply *rp);

#endif
