/* Copies on the page of administration: which there are, whether they hold, how old the newest is, and one
 * button.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/app.h"
#include "server/backup.h"
#include "server/backup_inside.h"
#include "server/epoch_store.h"
#include "server/login.h"
#include "server/words.h"
#include "shared/base/val.h"
#include "shared/io/db.h"
#include "shared/io/http.h"

#define ROWS 60

struct listing {
	struct val *rows;
	int count;
};

static bool put_row(void *ctx, const struct backup_row *row)
{
	struct listing *l = ctx;
	const char *name = strrchr(row->file, '/');
	struct val *v = val_put_object(l->rows, NULL);
	val_put_int(v, "n", row->n);
	val_put_int(v, "t", row->begun);
	val_put_int(v, "took_ms", row->ended - row->begun);
	val_put_str(v, "who", row->who);
	val_put_str(v, "name", name ? name + 1 : row->file);
	val_put_str(v, "file", row->file);
	val_put_int(v, "bytes", row->bytes);
	val_put_bool(v, "verified", row->verified);
	val_put_str(v, "why", row->verified ? "" : words_get("backup", row->why));
	val_put_int(v, "reports", row->facts.items);
	val_put_int(v, "cases", row->facts.cases);
	return ++l->count < ROWS;
}

/* What is wrong, most serious first; "" when nothing is. */
static const char *warning(struct app *app)
{
	struct backup_row row;
	if (!backup_newest(app->db, &row))
		return "none";
	return backup_late(app) ? "late" : "";
}

int backup_api_list(struct app *app, const struct request *rq, struct reply *rp)
{
	struct backup_row newest;
	char why[16], folder[PATH_CAP];
	int64_t t;
	(void)rq;
	VAL(v) = val_object();
	struct listing l = { val_put_array(v, "rows"), 0 };
	backup_each(app->db, false, put_row, &l);
	const char *warn = warning(app);
	val_put_bool(v, "running", backup_under_way(app) != NULL);
	val_put_str(v, "warning", warn);
	val_put_str(v, "warning_text", warn[0] ? words_get("backup_warning", warn) : "");
	val_put_bool(v, "scheduled", app->settings.backup_scheduled);
	val_put_int(v, "every_hours", app->settings.backup_every);
	val_put_int(v, "keep", app->settings.backup_keep);
	val_put_int(v, "keep_days", app->settings.backup_keep_days);
	val_put_str(v, "folder", backup_folder(app, folder) ? "" : folder);
	val_put_str(v, "dir", app->dir);
	if (backup_newest(app->db, &newest))
		val_put_int(v, "newest", newest.begun);
	if (epoch_changed(app->db, &t, why, sizeof why)) {
		struct val *back = val_put_object(v, "put_back");
		val_put_int(back, "t", t);
		val_put_str(back, "why", words_get("epoch", why));
	}
	val_print(v, &rp->body);
	return OK;
}

int backup_api_start(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	int err = login_guard(app, rq, &who);
	if (!err)
		err = backup_start(app, NULL, who.name);
	if (err == ERR_BUSY || err == ERR_STORAGE)
		rp->sentence = words_get("backup", err == ERR_BUSY ? "busy" : "copy");
	if (!err)
		app_audit_about(app, who.name, "backup.make", "", "");
	return err ? err : OK_NO_CONTENT;
}
