/* The page of a personal link as HTML (server/letters/link-page.mustache).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LINK_PAGE_H
#define SERVER_LINK_PAGE_H

#include "server/link_store.h"
#include "shared/base/buf.h"
#include "shared/base/val.h"
#include "shared/model/flow.h"

struct app;

/* The steps a purpose allows; AC_MAX ends them. */
const enum action *link_steps(const char *purpose);

/* The question with its forms. in: what was filled in before a refusal, NULL = nothing; fault: the
 * sentence of that refusal, "" = none. */
void link_page(struct app *app, const struct link_row *l, const struct val *in, const char *fault,
	       struct buf *out);
/* A page with a heading and a sentence: thanks, too late, not known. what: code of the group "link-page"
 * in server/words.c. */
void link_page_plain(struct app *app, const char *what, struct buf *out);

#endif
