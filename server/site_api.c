/* Versions of the site for managers and administrators.
 *
 * Owns nothing; server/publish has the work, for the command line and for this door.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/site_api.h"

#include <string.h>

#include "server/app.h"
#include "server/live.h"
#include "server/pages.h"
#include "server/publish.h"
#include "server/site_store.h"
#include "shared/base/log.h"
#include "shared/base/val.h"
#include "shared/io/http.h"

struct filling {
	struct val *list;
	bool first;
};

static void put_site(void *ctx, const struct site_row *r, int64_t kiosks)
{
	struct filling *f = ctx;
	struct val *row = val_object();
	val_put_str(row, "version", r->version);
	val_put_str(row, "catalogue", r->catalogue);
	val_put_int(row, "published", r->published);
	val_put_int(row, "size", r->size);
	val_put_int(row, "kiosks", kiosks);
	val_put_bool(row, "current", f->first);
	f->first = false;
	val_put(f->list, NULL, row);
}

int site_get(struct app *app, const struct request *rq, struct reply *rp)
{
	struct site_row now = { .version = "" };
	VAL(v) = val_object();
	(void)rq;
	(void)!site_newest(app->db, &now);
	struct filling f = { val_put_array(v, "sites"), true };
	site_each(app->db, put_site, &f);
	val_put_str(v, "current", now.version);
	val_put_int(v, "kiosks", site_kiosks(app->db));
	val_print(v, &rp->body);
	return OK;
}

/* Another site is in force: the phone desk's pages follow. */
static void changed(struct app *app)
{
	pages_open(app);
	live_changed(app->live);
}

int site_publish(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	struct site_row now = { .version = "" };
	BUF(say);
	VAL(v) = val_object();
	int err = login_guard(app, rq, &who);
	if (err)
		return err;
	if (publish_site(app, NULL, who.name, &say)) {
		log_line(LOG_WARN, "site.publish", "who=%s said=%s", who.name, buf_text(&say));
		return reply_field(rp, ERR_INPUT, "source");
	}
	(void)!site_newest(app->db, &now);
	val_put_str(v, "version", now.version);
	val_print(v, &rp->body);
	changed(app);
	return OK;
}

int site_back(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	VAL(in) = NULL;
	int err = login_body(app, rq, NULL, &who, &in);
	if (!err)
		err = publish_back(app, val_str_of(in, "version", ""), who.name);
	if (err == ERR_CONFLICT)
		return reply_field(rp, err, "same");
	if (err)
		return err;
	changed(app);
	return OK_NO_CONTENT;
}
