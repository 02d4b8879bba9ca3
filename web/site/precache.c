/* See precache.h.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/precache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/text.h"

#define WORKER_CAP (1u << 20)

struct precache {
	struct site *site;
	struct val *whole;
	struct val *shared;            /* lists in whole */
	struct val *langs[SITE_LANGS];
};

struct precache *precache_new(struct site *s)
{
	struct precache *c = mem_new(1, sizeof(*c));

	c->site = s;
	c->whole = val_object();
	c->shared = val_put_array(c->whole, "shared");
	for (int i = 0; i < s->lang_count; i++)
		c->langs[i] = val_put_array(c->whole, s->langs[i].code);
	return c;
}

void precache_free(struct precache *c)
{
	if (!c)
		return;
	val_free(c->whole);
	free(c);
}

/* Is it a page to keep? "nl/noodgeval/gaslucht/index.html" is, below language nl. */
static bool is_kept_page(const char *path)
{
	return strncmp(path, pages_row(PAGE_EMERGENCIES)->path,
		       strlen(pages_row(PAGE_EMERGENCIES)->path)) == 0 ||
	       strncmp(path, pages_row(PAGE_STORING)->path,
		       strlen(pages_row(PAGE_STORING)->path)) == 0;
}

static void keep(struct val *list, const char *url, const uint8_t hash[64])
{
	struct val *one = val_put_object(list, NULL);
	char hex[17];

	hex_encode(hash, 8, hex);
	val_put_str(one, "url", url);
	val_put_str(one, "revision", hex);
}

void precache_offer(struct precache *c, const char *name, const uint8_t hash[64])
{
	char url[PATH_CAP];

	if (strncmp(name, "assets/", 7) == 0)
		keep(c->shared, name, hash);
	for (int i = 0; i < c->site->lang_count; i++) {
		const char *code = c->site->langs[i].code;
		size_t n = strlen(code);
		if (strncmp(name, code, n) != 0 || name[n] != '/' || !is_kept_page(name + n + 1))
			continue;
		text_copy(url, sizeof(url), name);
		char *file = strrchr(url, '/'); /* the link, not the row: without index.html */
		file[1] = '\0';
		keep(c->langs[i], url, hash);
	}
}

void precache_print(struct precache *c, const char *version, struct buf *out)
{
	val_put_str(c->whole, "version", version);
	buf_str(out, "self.PRECACHE = ");
	val_print(c->whole, out);
	buf_str(out, ";\n");
}

int precache_source(const struct site_options *o, const char *entry, struct buf *out)
{
	char path[PATH_CAP];

	if (entry && o->assets_dir)
		fs_join(path, o->assets_dir, entry);
	else
		fs_join(path, o->kiosk_dir, "sw.js");
	return fs_read(path, WORKER_CAP, out);
}
