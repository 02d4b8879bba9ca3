/* The only page compiled in: what a kiosk without a site says, what a wrong address says, and what
 * the display shows without daemon before the first site.
 *
 * Static words and the corporation's name and number; nothing a visitor typed reaches it. Dutch,
 * because without a site there are no messages in any language.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "firmware/app.h"
#include "firmware/corporation.h"
#include "firmware/pages.h"
#include "firmware/routes.h"
#include "shared/io/http.h"

static const char STYLE[] =
	"body{margin:0;font:24px/1.5 'Noto Sans',sans-serif;background:#f7f4ee;color:#1d2b2a}"
	"main{max-width:900px;margin:0 auto;padding:48px 32px}h1{font-size:44px;line-height:1.2}"
	"section{background:#fff;border:2px solid #d8d2c4;border-radius:16px;padding:24px 32px;"
	"margin:24px 0}section.red{border-color:#b3261e}h2{margin:0;color:#b3261e;font-size:30px}"
	"section p{margin:0}b{font-size:40px;white-space:nowrap}"
	"a{color:#0b5f5a}ul{list-style:none;padding:0;margin:8px 0}";

struct words {
	const char *slug, *title, *text;
	bool waits;   /* tries again by itself */
	bool is_file; /* nothing beside it: its style stands inside */
};

static const struct words WORDS[] = {
	{ "not_set_up", "Deze zuil wordt ingericht",
	  "U kunt hier binnenkort een melding doen.", true, false },
	{ "out_of_use", "Deze zuil is buiten gebruik",
	  "U kunt hier nu geen melding doen. Bel ons, dan helpen wij u.", true, false },
	{ "not_found", "Deze pagina is er niet",
	  "<a href=\"/\">Ga terug naar het begin</a> en kies opnieuw.", false, false },
	{ "storing", "Deze zuil werkt even niet", "Onze excuses. Bel ons, dan helpen wij u.", false, true },
};

static void escape(const char *s, struct buf *out)
{
	for (; *s; s++) {
		if (strchr("<>&\"'", *s))
			buf_fmt(out, "&#%d;", *s);
		else
			buf_char(out, *s);
	}
}

static void put_phone(const struct corporation *c, struct buf *out)
{
	buf_str(out, "<section><p>Andere vragen? Bel ");
	escape(*c->name ? c->name : "uw verhuurder", out);
	if (*c->phone) {
		buf_str(out, ": <b>");
		escape(c->phone, out);
		buf_str(out, "</b>");
	}
	buf_str(out, "</p></section>");
}

void pages_built_in(struct app *app, const char *slug, struct buf *out)
{
	const struct words *w = &WORDS[0];
	struct corporation c;
	for (size_t i = 0; i < COUNT_OF(WORDS); i++)
		if (!strcmp(WORDS[i].slug, slug))
			w = &WORDS[i];
	corporation_read(app, &c);
	buf_fmt(out,
		"<!doctype html><html lang=\"nl\"><head><meta charset=\"utf-8\">"
		"<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">%s"
		"<title>%s</title>",
		w->waits ? "<meta http-equiv=\"refresh\" content=\"15\">" : "", w->title);
	if (w->is_file)
		buf_fmt(out, "<style>%s</style>", STYLE);
	else
		buf_str(out, "<link rel=\"stylesheet\" href=\"" PAGE_STYLE "\">");
	buf_fmt(out, "</head><body><main><h1>%s</h1><p>%s</p>", w->title, w->text);
	buf_str(out, "<section class=\"red\"><h2>Noodgeval?</h2><ul>"
		     "<li>Brand, gevaar of gewonden: <b>112</b></li>"
		     "<li>U ruikt gas: ga naar buiten en bel <b>0800-9009</b></li></ul></section>");
	put_phone(&c, out);
	buf_str(out, "</main></body></html>");
}

void pages_built_in_file(struct app *app, struct buf *out)
{
	pages_built_in(app, "storing", out);
}

int pages_style(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)app, (void)rq;
	rp->type = "text/css; charset=utf-8";
	rp->fixed = STYLE;
	rp->fixed_len = strlen(STYLE);
	return OK;
}
