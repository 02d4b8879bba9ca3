/* The HTTP side of the sync hub. Every /sync/v1 request ends in one handler; which paths and methods
 * exist, and all refusals, are the hub's own (shared/sync/hub.h), because errors are signed too.
 *
 * Rows for server/routes.c; PATH is "/sync/v1/" and a star. One row per method, so that a wrong method
 * gets a signed answer too; all are TX_WRITE and WHO_DEVICE with handler sync_serve:
 *   { HTTP_GET,    PATH, WHO_DEVICE, 0,         TX_WRITE, sync_serve, "devices: hello, changes, chain, site" },
 *   { HTTP_POST,   PATH, WHO_DEVICE, SYNC_BODY, TX_WRITE, sync_serve, "devices: enrol, batches" },
 *   { HTTP_PATCH,  PATH, WHO_DEVICE, SYNC_BODY, TX_WRITE, sync_serve, "devices: refused, signed" },
 *   { HTTP_PUT,    PATH, WHO_DEVICE, SYNC_BODY, TX_WRITE, sync_serve, "devices: refused, signed" },
 *   { HTTP_DELETE, PATH, WHO_DEVICE, 0,         TX_WRITE, sync_serve, "devices: refused, signed" },
 * The handler always returns OK with reply.status set: the counter of a refused request must be
 * stored like that of a good one.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_SYNC_ROUTES_H
#define SERVER_SYNC_ROUTES_H

#include "server/ingest.h"
#include "server/keys.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/err.h"

struct app;
struct db;
struct reply;
struct request;
struct sync_desk;

#define SYNC_BODY (512 * 1024) /* the hub's own cap is 256 KiB; above it its 413 is signed */

struct sync_desk_options {
	struct db *db;
	const struct keys *keys;
	const struct clock *clock;
	struct ingest *ingest;     /* woken when items were stored; NULL allowed */
	const char *site_dir;      /* DIR/site, where site-VERSION.sqlar lies */
	const char *authorities;   /* space separated host[:port] of public_url; "": any Host */
};

/* Everything pointed to must outlive the desk. */
int sync_desk_open(const struct sync_desk_options *o, struct sync_desk **ret) MUST_USE;
void sync_desk_free(struct sync_desk *d);
/* The keys were changed: sign and hand out with the new ones from now on. */
void sync_desk_keys(struct sync_desk *d, const struct keys *k);

/* Given by server/app.c: where struct app keeps the desk. */
struct sync_desk *app_sync_desk(struct app *app);

/* Take in a batch that came in a file (shared/sync/hub.h, hub_carry), in the caller's event; the reply as a file is
 * appended to out. ERR_INPUT: no such file, or not signed by a device; ERR_STORAGE. */
int sync_carry(struct sync_desk *d, const char *file, size_t n, struct buf *out) MUST_USE;
int sync_serve(struct app *app, const struct request *rq, struct reply *rp);

#endif
