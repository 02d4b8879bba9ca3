/* The site this kiosk shows: one signed archive in memory, swapped between two visitors.
 *
 * A newer site that sync put in place is opened when somebody asks for a start page or nobody asked
 * for any page for a while, so that no form changes under a visitor's fingers. Before the first
 * site there is one built-in page: emergency numbers and "wordt ingericht".
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_PAGES_H
#define FIRMWARE_PAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

#define PAGES_CSP                                                                                  \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "         \
	"font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; "            \
	"worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

struct app;
struct pages;
struct reply;
struct request;

struct pages *pages_new(void) MUST_USE;
void pages_free(struct pages *p);
/* Serve this archive file from now on (tests, and the swap itself). ERR_NOT_FOUND, ERR_STORAGE. */
int pages_use(struct pages *p, const char *path, const char *version) MUST_USE;
/* Open the current site if it is another than the one served and nobody is in a form. */
void pages_refresh(struct app *app);
/* "" before the first. */
const char *pages_version(const struct pages *p);
/* Inflate a file of the site served, appended to out. ERR_NOT_FOUND. */
int pages_read(const struct pages *p, const char *name, struct buf *out) MUST_USE;

int pages_root(struct app *app, const struct request *rq, struct reply *rp);
int pages_get(struct app *app, const struct request *rq, struct reply *rp);
int pages_style(struct app *app, const struct request *rq, struct reply *rp);
int pages_no_api(struct app *app, const struct request *rq, struct reply *rp);

/* The built-in page; slug picks its words ("not_set_up", "not_found"). */
void pages_built_in(struct app *app, const char *slug, struct buf *out);
/* The same for a file of its own: "werkt even niet", with its style inside. */
void pages_built_in_file(struct app *app, struct buf *out);

#endif
