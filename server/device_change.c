/* Changes of devices, with who made them.
 *
 * Owns nothing; the rows are server/device_store's. Promises: every change is in the audit in the same
 * transaction; the code of an invitation is in no table and no log.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/device_change.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/live.h"
#include "server/register_store.h"
#include "server/witness.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/http.h"

/* "A B C" for the audit; what does not fit is left out. */
static void join(const char *const *keys, int count, char *out, size_t cap)
{
	size_t n = 0;
	out[0] = '\0';
	for (int i = 0; i < count && n + strlen(keys[i]) + 2 < cap; i++)
		n += (size_t)snprintf(out + n, cap - n, "%s%s", n ? " " : "", keys[i]);
}

int device_invite(struct app *app, const char *by, const struct device_new *d,
		  char code[DEVICE_CODE_TEXT])
{
	char detail[400];
	int err = device_code_make(app->db, app->keys, &app->clock, d, code);
	if (err)
		return err;
	join(d->complexes, d->complex_count, detail, sizeof detail);
	app_audit_about(app, by, "device.add", d->label, detail);
	return OK;
}

/* The device's label is what people know it by. */
static int note(struct app *app, const char *by, const char *what, const char *name, const char *detail,
		int err)
{
	struct device_row d;
	if (err)
		return err;
	bool known = !device_find(app->db, name, &d) && d.label[0];
	app_audit_about(app, by, what, known ? d.label : name, detail);
	return OK;
}

int device_change_scope(struct app *app, const char *by, const char *name, const char *const *keys,
			int count)
{
	char detail[400];
	join(keys, count, detail, sizeof detail);
	return note(app, by, "device.scope", name, detail, device_scope(app->db, name, keys, count));
}

int device_ban(struct app *app, const char *by, const char *name)
{
	int err = note(app, by, "device.revoke", name, "", device_revoke(app->db, name, app_now(app)));
	witness_hurry(app); /* no copy that is put back may know better */
	return err;
}

int device_admit(struct app *app, const char *by, const char *name)
{
	return note(app, by, "device.approve", name, "", device_approve(app->db, name));
}

/* ---- over HTTP ---------------------------------------------------------------------------- */

/* The complexes of a body: known ones, each text valid as long as the body. -1: not right. */
static int read_complexes(struct app *app, const struct val *in, const char *keys[DEVICE_COMPLEXES])
{
	int count = 0;
	VAL_EACH(c, val_get(in, "complexes")) {
		const char *key = val_text(c, "");
		if (count == DEVICE_COMPLEXES || !key[0] || !complex_exists(app->db, key))
			return -1;
		keys[count++] = key;
	}
	return count;
}

int device_change_add(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	const char *keys[DEVICE_COMPLEXES];
	char code[DEVICE_CODE_TEXT];
	VAL(in) = NULL;
	VAL(v) = val_object();
	int err = login_body(app, rq, NULL, &who, &in);
	if (err)
		return err;
	struct device_new d = { .kind = val_str_of(in, "kind", "kiosk"), .label = val_str_of(in, "label", ""),
				.complexes = keys };
	bool kiosk = !strcmp(d.kind, "kiosk");
	if (!kiosk && strcmp(d.kind, "tablet"))
		return reply_field(rp, ERR_INPUT, "kind");
	if (!d.label[0] || strlen(d.label) > 110)
		return reply_field(rp, ERR_INPUT, "label");
	d.complex_count = read_complexes(app, in, keys);
	if (d.complex_count < 0 || (kiosk && !d.complex_count))
		return reply_field(rp, ERR_INPUT, "complexes");
	err = device_invite(app, who.name, &d, code);
	if (err)
		return err;
	val_put_str(v, "label", d.label);
	val_put_str(v, "code", code);
	val_put_int(v, "hours", kiosk ? 48 : 0);
	val_print(v, &rp->body);
	return OK_CREATED;
}

int device_change_act(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	const char *keys[DEVICE_COMPLEXES];
	VAL(in) = NULL;
	int err = login_body(app, rq, NULL, &who, &in);
	if (err)
		return err;
	const char *name = val_str_of(in, "device", "");
	if (!strcmp(rq->rest, "revoke"))
		err = device_ban(app, who.name, name);
	else if (!strcmp(rq->rest, "approve"))
		err = device_admit(app, who.name, name);
	else if (!strcmp(rq->rest, "scope")) {
		int count = read_complexes(app, in, keys);
		if (count < 1)
			return reply_field(rp, ERR_INPUT, "complexes");
		err = device_change_scope(app, who.name, name, keys, count);
	} else
		err = ERR_NOT_FOUND;
	if (!err)
		live_changed(app->live);
	return err ? err : OK_NO_CONTENT;
}
