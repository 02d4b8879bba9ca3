/* Walks a folder and its sub-folders; order does not matter, the archive sorts.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/pack.h"

#include <stdio.h>

#include "shared/io/archive.h"
#include "shared/io/fs.h"

#define FILE_CAP (16u << 20)
#define DEPTH_MAX 8

struct packing {
	struct archive_writer *writer;
	const char *dir;    /* on disk */
	const char *prefix; /* in the archive: "" or "assets/" */
	int depth;
};

static int add_file(void *ctx, const char *name)
{
	const struct packing *p = ctx;
	char path[PATH_CAP], inside[PATH_CAP];
	BUF(bytes);

	fs_join(path, p->dir, name);
	if (snprintf(inside, sizeof inside, "%s%s", p->prefix, name) >= (int)sizeof inside)
		return ERR_FULL;
	int err = fs_read(path, FILE_CAP, &bytes);
	return err ? err : archive_add(p->writer, inside, bytes.data, bytes.len);
}

static int add_folder(void *ctx, const char *name)
{
	const struct packing *above = ctx;
	char path[PATH_CAP], prefix[PATH_CAP];

	if (above->depth >= DEPTH_MAX)
		return ERR_FULL;
	fs_join(path, above->dir, name);
	if (snprintf(prefix, sizeof prefix, "%s%s/", above->prefix, name) >= (int)sizeof prefix)
		return ERR_FULL;
	struct packing p = { above->writer, path, prefix, above->depth + 1 };
	int err = fs_each(path, add_file, &p);
	return err ? err : fs_each_folder(path, add_folder, &p);
}

int site_pack(const char *dir, const char *path)
{
	struct packing p = { archive_begin(), dir, "", 0 };
	int err = fs_each(dir, add_file, &p);
	err = err ? err : fs_each_folder(dir, add_folder, &p);
	if (!err)
		return archive_finish(p.writer, path);
	archive_drop(p.writer);
	return err;
}
