/* The register over HTTP: its faults as pages and as a spreadsheet.
 *
 * Owns nothing; rows are put into words in server/register_fault.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/register_api.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/civil.h"
#include "server/register_fault.h"
#include "server/words.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/csv.h"
#include "shared/io/http.h"

#define PAGE	  50
#define PAGE_MAX  200
#define SHEET_MAX 5000

static void put_fault(void *ctx, const struct register_fault *f)
{
	register_put_fault(f, ctx);
}

static int page_arg(const struct request *rq)
{
	char text[8];
	int64_t n;
	return http_arg(rq, "limit", text, sizeof text) && int_parse(text, 0, PAGE_MAX, &n) ? (int)n
											    : PAGE;
}

int register_api_faults(struct app *app, const struct request *rq, struct reply *rp)
{
	char today[CIVIL_TEXT], after[FAULT_CURSOR] = "", next[FAULT_CURSOR];
	bool more;
	VAL(v) = val_object();
	if (strstr(rq->query, "after=") && !http_arg(rq, "after", after, sizeof after))
		return reply_field(rp, ERR_INPUT, "after");
	civil_today(app, today);
	struct val *list = val_put_array(v, "faults");
	if (register_faults(app, today, after, page_arg(rq), put_fault, list, next))
		return reply_field(rp, ERR_INPUT, "after");
	val_put_int(v, "count", register_fault_count(app, today, &more));
	val_put_bool(v, "more_counted", more);
	val_put_bool(v, "more", next[0] != '\0');
	val_put_str(v, "next", next);
	val_put_str(v, "today", today);
	val_print(v, &rp->body);
	return OK;
}

static void put_line(void *ctx, const struct register_fault *f)
{
	register_csv_fault(f, ctx);
}

int register_api_sheet(struct app *app, const struct request *rq, struct reply *rp)
{
	char today[CIVIL_TEXT], next[FAULT_CURSOR], name[80];
	struct login who;
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	app_audit(app, who.name, "export.register", "");
	civil_today(app, today);
	register_csv_fault_head(&rp->body);
	int err = register_faults(app, today, "", SHEET_MAX, put_line, &rp->body, next);
	if (next[0]) {
		csv_sheet_put(&rp->body, words_get("sheet", "more"), true);
		csv_sheet_end(&rp->body);
	}
	snprintf(name, sizeof name, "attachment; filename=\"register-%s.csv\"", today);
	reply_header(rp, "content-disposition", name);
	rp->type = "text/csv; charset=utf-8";
	return err;
}
