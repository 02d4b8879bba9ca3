/* The POSIX door: what is in a folder.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/faults/disk_inside.h"
#include "tests/faults/disk_wrap.h"

/* What opendir gives for a folder of ours. */
struct reading {
	uint64_t magic;
	struct dirent **list;
	int count, at;
};
#define MAGIC UINT64_C(0x6469736b20646972)

/* The part of a path that is one name below the folder, or NULL. */
static const char *child(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	if (!*path || (n && (strncmp(path, folder, n) || path[n] != '/')))
		return NULL;
	path += n ? n + 1 : 0;
	return strchr(path, '/') ? NULL : path;
}

/* What scandir(3) hands out is the caller's, from the allocator the product has (which a test may let fail). */
static int add(struct dirent ***list, int *count, const struct disk_entry *e, const char *name,
	       int (*wanted)(const struct dirent *))
{
	struct dirent *one = calloc(1, sizeof(*one)), **more;

	if (!one)
		return ENOMEM;
	one->d_ino = 1;
	one->d_type = e->node->folder ? DT_DIR : DT_REG;
	strncpy(one->d_name, name, sizeof(one->d_name) - 1);
	if (wanted && !wanted(one)) {
		free(one);
		return 0;
	}
	more = realloc(*list, ((size_t)*count + 1) * sizeof(*more));
	if (!more) {
		free(one);
		return ENOMEM;
	}
	*list = more;
	more[(*count)++] = one;
	return 0;
}

static void list_free(struct dirent **list, int count)
{
	for (int i = 0; i < count; i++)
		free(list[i]);
	free(list);
}

static int gather(struct disk *d, const char *folder, struct dirent ***list, int *count,
		  int (*wanted)(const struct dirent *))
{
	const struct disk_node *in = disk_tree_find(&d->face.now, folder);
	int error = disk_gate(d, NULL, DISK_LIST, folder, 0, NULL, false);

	if (error || !in || !in->folder)
		return error ? error : in ? ENOTDIR : ENOENT;
	disk_tree_sort(&d->face.now);
	for (size_t i = 0; i < d->face.now.count && !error; i++) {
		const struct disk_entry *e = &d->face.now.at[i];
		const char *name = child(e->path, folder);

		if (name)
			error = add(list, count, e, name, wanted);
	}
	if (error) {
		list_free(*list, *count);
		*list = NULL;
		*count = 0;
	}
	return error;
}

typedef int (*comparing)(const void *, const void *);

int __wrap_scandir(const char *dir, struct dirent ***list, int (*wanted)(const struct dirent *),
		   int (*order)(const struct dirent **, const struct dirent **))
{
	char name[DISK_PATH];
	int count = 0;

	if (!disk_is_ours(dir))
		return __real_scandir(dir, list, wanted, order);
	disk_enter();
	struct disk *d = disk_of(dir, name);
	*list = NULL;
	int error = d ? gather(d, name, list, &count, wanted) : ENOENT;
	disk_leave();
	if (error) {
		errno = error;
		return -1;
	}
	if (count && order)
		qsort(*list, (size_t)count, sizeof(**list), (comparing)(void (*)(void))order);
	return count;
}

DIR *__wrap_opendir(const char *dir)
{
	struct reading *r;

	if (!disk_is_ours(dir))
		return __real_opendir(dir);
	r = calloc(1, sizeof(*r));
	if (!r)
		return NULL;
	r->magic = MAGIC;
	r->count = __wrap_scandir(dir, &r->list, NULL, NULL);
	if (r->count >= 0)
		return (DIR *)r;
	free(r);
	return NULL;
}

struct dirent *__wrap_readdir(DIR *dir)
{
	struct reading *r = (struct reading *)dir;

	if (r->magic != MAGIC)
		return __real_readdir(dir);
	return r->at < r->count ? r->list[r->at++] : NULL;
}

int __wrap_closedir(DIR *dir)
{
	struct reading *r = (struct reading *)dir;

	if (r->magic != MAGIC)
		return __real_closedir(dir);
	list_free(r->list, r->count);
	free(r);
	return 0;
}
