/* Look-ups for staff: devices, parties, and the API's own description.
 *
 * Owns nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/civil.h"
#include "server/device_store.h"
#include "server/register_party.h"
#include "server/routes.h"
#include "server/routing.h"
#include "server/site_store.h"
#include "server/staff_api.h"
#include "shared/base/val.h"

#define COMPLEXES_MAX 1000 /* told as a choice */

struct filling {
	struct app *app;
	struct val *list;
};

static bool put_key(void *ctx, const char *key)
{
	val_put_str(ctx, NULL, key);
	return val_count(ctx) < COMPLEXES_MAX;
}

static bool put_device(void *ctx, const struct device_row *d)
{
	struct filling *f = ctx;
	struct val *row = val_object();
	val_put_str(row, "device", d->device);
	val_put_str(row, "kind", d->kind);
	val_put_str(row, "label", d->label);
	val_put_str(row, "state", d->state);
	val_put_str(row, "prefix", d->prefix);
	val_put_str(row, "software", d->software);
	val_put_str(row, "hardware", d->hardware);
	val_put_str(row, "parent", d->parent);
	val_put_int(row, "enrolled", d->enrolled);
	val_put_int(row, "last_contact", d->last_contact);
	val_put_int(row, "silent_s",
		    d->last_contact ? (app_now(f->app) - d->last_contact) / SECOND_MS : 0);
	val_put_int(row, "hwm", d->hwm);
	val_put_int(row, "pending", d->pending);
	val_put_int(row, "dead", d->dead);
	val_put_int(row, "oldest_s", d->oldest_s);
	val_put_int(row, "disk_free", d->disk_free);
	val_put_str(row, "site", d->site);
	device_scopes(f->app->db, d->n, put_key, val_put_array(row, "complexes"));
	val_put(f->list, NULL, row);
	return true;
}

int staff_devices(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = val_object();
	struct site_row site;
	struct filling f = { app, val_put_array(v, "devices") };
	device_each(app->db, put_device, &f);
	complex_each(app->db, put_key, val_put_array(v, "complexes"));
	if (site_newest(app->db, &site))
		val_put_str(v, "site", site.version);
	val_print(v, &rp->body);
	return OK;
}

static bool put_party_row(void *ctx, const struct party *p)
{
	struct filling *f = ctx;
	char today[CIVIL_TEXT], date[CIVIL_TEXT];
	struct contact c = { .phone = "" };
	enum party_why why = PARTY_CONTRACT;
	civil_today(f->app, today);
	if (strcmp(p->kind, "department"))
		why = register_contact_for(f->app->db, p->key, ROLE_GENERAL, today, &c, date);
	struct val *row = val_object();
	val_put_str(row, "key", p->key);
	val_put_str(row, "name", p->name);
	val_put_str(row, "kind", p->kind);
	val_put_str(row, "phone", c.phone);
	val_put_str(row, "mail", c.mail);
	val_put_str(row, "hours", c.hours);
	val_put_bool(row, "incomplete", why == PARTY_CONTACT_EMPTY || why == PARTY_NO_CONTACT);
	val_put_bool(row, "expired", why == PARTY_CONTACT_EXPIRED);
	val_put(f->list, NULL, row);
	return true;
}

int staff_parties(struct app *app, const struct request *rq, struct reply *rp)
{
	static const char *const departments[] = { "dept:phone", "dept:repair", "dept:living",
						   "dept:energy" };
	(void)rq;
	VAL(v) = val_object();
	struct filling f = { app, val_put_array(v, "parties") };
	for (size_t i = 0; i < COUNT_OF(departments); i++) {
		struct party p = { .kind = "department" };
		text_copy(p.key, sizeof p.key, departments[i]);
		routing_party_label(app, p.key, p.name, sizeof p.name);
		put_party_row(&f, &p);
	}
	party_each(app->db, put_party_row, &f);
	val_print(v, &rp->body);
	return OK;
}

/* ---- openapi ------------------------------------------------------------------------------ */

static const char *method_word(enum http_method m)
{
	static const char *const words[HTTP_METHOD_MAX] = {
		[HTTP_GET] = "get", [HTTP_HEAD] = "head", [HTTP_POST] = "post", [HTTP_PUT] = "put",
		[HTTP_PATCH] = "patch", [HTTP_DELETE] = "delete", [HTTP_OPTIONS] = "options",
	};
	return m < HTTP_METHOD_MAX ? words[m] : "get";
}

static void put_operation(const struct route *r, struct val *path, bool star)
{
	struct val *op = val_put_object(path, method_word(r->method));
	val_put_str(op, "summary", r->help);
	if (star) {
		struct val *p = val_object();
		val_put_str(p, "name", "rest");
		val_put_str(p, "in", "path");
		val_put_bool(p, "required", true);
		val_put_str(val_put_object(p, "schema"), "type", "string");
		val_put(val_put_array(op, "parameters"), NULL, p);
	}
	struct val *responses = val_put_object(op, "responses");
	val_put_str(val_put_object(responses, "2XX"), "description", "done");
	struct val *refused = val_put_object(responses, "default");
	val_put_str(refused, "description", "refused, with a stable code");
	struct val *content =
	    val_put_object(val_put_object(refused, "content"), "application/problem+json");
	val_put_str(val_put_object(content, "schema"), "$ref", "#/components/schemas/Problem");
	if (!(r->who & WHO_ANYONE)) {
		struct val *need = val_object();
		val_put_array(need, "cookie");
		val_put(val_put_array(op, "security"), NULL, need);
	}
}

static void put_components(struct val *doc)
{
	struct val *c = val_put_object(doc, "components");
	struct val *cookie = val_put_object(val_put_object(c, "securitySchemes"), "cookie");
	val_put_str(cookie, "type", "apiKey");
	val_put_str(cookie, "in", "cookie");
	val_put_str(cookie, "name", LOGIN_COOKIE);
	struct val *problem = val_put_object(val_put_object(c, "schemas"), "Problem");
	val_put_str(problem, "type", "object");
	struct val *fields = val_put_object(problem, "properties");
	static const char *const names[] = { "type", "title", "code", "field", "detail" };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		val_put_str(val_put_object(fields, names[i]), "type", "string");
	val_put_str(val_put_object(fields, "status"), "type", "integer");
}

int staff_openapi(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)app;
	(void)rq;
	VAL(doc) = val_object();
	val_put_str(doc, "openapi", "3.1.0");
	struct val *info = val_put_object(doc, "info");
	val_put_str(info, "title", "Portiek, office");
	val_put_str(info, "version", PORTIEK_VERSION);
	struct val *paths = val_put_object(doc, "paths");
	for (const struct route *r = ROUTES; r->path; r++) {
		char path[80];
		size_t n = strlen(r->path);
		bool star = r->path[n - 1] == '*';
		if (!strstr(r->path, "/api/v1/"))
			continue;
		snprintf(path, sizeof path, "%.*s%s", (int)(star ? n - 1 : n), r->path,
			 star ? "{rest}" : "");
		struct val *known = (struct val *)val_get(paths, path);
		put_operation(r, known ? known : val_put_object(paths, path), star);
	}
	put_components(doc);
	val_print(doc, &rp->body);
	return OK;
}
