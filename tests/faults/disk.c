/* Disks: made, found by path, copied, counted.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/faults/disk_inside.h"

struct disk_world *disk_world(void)
{
	static struct disk_world w = { .random = 1, .wall = -1 };

	return &w;
}

static pthread_mutex_t *lock(void)
{
	static pthread_mutex_t m = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

	return &m;
}

void disk_enter(void)
{
	pthread_mutex_lock(lock());
}

void disk_leave(void)
{
	pthread_mutex_unlock(lock());
}

uint64_t disk_dice(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint64_t disk_roll(uint64_t *state, uint64_t below)
{
	return below ? (uint64_t)(((unsigned __int128)disk_dice(state) * below) >> 64) : 0;
}

/* ---- disks -------------------------------------------------------------------------------------- */

static struct disk *mount(const char *name)
{
	struct disk *d = disk_mem(1, sizeof(*d));

	if (snprintf(d->name, sizeof(d->name), "%s", name) >= (int)sizeof(d->name) || disk_find(name))
		abort();
	snprintf(d->root, sizeof(d->root), DISK_MOUNT "%s", name);
	d->limit = d->open_limit = -1;
	disk_vfs_register();
	d->next = disk_world()->disks;
	disk_world()->disks = d;
	return d;
}

struct disk *disk_new(const char *name)
{
	struct disk *d;
	struct disk_node *root = disk_node_new(true, 0700);

	disk_enter();
	d = mount(name);
	disk_tree_put(&d->face.now, "", root);
	disk_tree_put(&d->face.durable, "", root);
	disk_node_drop(root);
	disk_leave();
	return d;
}

struct disk *disk_clone(const struct disk *from, const char *name)
{
	struct disk *d;

	disk_enter();
	d = mount(name);
	disk_face_copy(&from->face, &d->face);
	d->seq = from->seq;
	d->limit = from->limit;
	d->read_only = from->read_only;
	d->open_limit = from->open_limit;
	disk_leave();
	return d;
}

void disk_free(struct disk *d)
{
	if (!d)
		return;
	disk_enter();
	for (struct disk **at = &disk_world()->disks; *at; at = &(*at)->next)
		if (*at == d) {
			*at = d->next;
			break;
		}
	for (struct disk_handle *h = d->handles; h; h = h->next)
		h->d = NULL;
	disk_face_free(&d->face);
	disk_face_free(&d->after);
	for (size_t i = 0; i < d->tally_count; i++)
		disk_give(d->tallies[i].path);
	disk_give(d->tallies);
	disk_give(d);
	disk_leave();
}

const char *disk_root(const struct disk *d)
{
	return d->root;
}

struct disk *disk_find(const char *name)
{
	struct disk *d = disk_world()->disks;

	while (d && strcmp(d->name, name))
		d = d->next;
	return d;
}

/* ---- paths -------------------------------------------------------------------------------------- */

/* "a//b/./c/" becomes "a/b/c". */
static bool tidy(const char *path, char out[DISK_PATH])
{
	size_t n = 0;

	while (*path) {
		size_t len = strcspn(path, "/");

		if (len && !(len == 1 && *path == '.')) {
			if (n + len + 2 > DISK_PATH)
				return false;
			if (n)
				out[n++] = '/';
			memcpy(out + n, path, len);
			n += len;
		}
		path += len + (path[len] == '/');
	}
	out[n] = '\0';
	return true;
}

struct disk *disk_of(const char *path, char name[DISK_PATH])
{
	size_t skip = sizeof(DISK_MOUNT) - 1;

	if (!path || strncmp(path, DISK_MOUNT, skip))
		return NULL;
	path += skip;
	for (struct disk *d = disk_world()->disks; d; d = d->next) {
		size_t n = strlen(d->name);

		if (!strncmp(path, d->name, n) && (path[n] == '/' || !path[n]))
			return tidy(path + n, name) ? d : NULL;
	}
	return NULL;
}

/* ---- counts ------------------------------------------------------------------------------------- */

void disk_counts(const struct disk *d, const char *name, struct disk_counts *ret)
{
	memset(ret, 0, sizeof(*ret));
	if (!name)
		*ret = d->counts;
	for (size_t i = 0; name && i < d->tally_count; i++)
		if (!strcmp(d->tallies[i].path, name))
			*ret = d->tallies[i].counts;
}

void disk_counts_clear(struct disk *d)
{
	memset(&d->counts, 0, sizeof(d->counts));
	for (size_t i = 0; i < d->tally_count; i++)
		memset(&d->tallies[i].counts, 0, sizeof(d->tallies[i].counts));
}

const char *disk_call_name(enum disk_call call)
{
	static const char *const NAMES[DISK_CALLS] = {
		[DISK_OPEN] = "open",         [DISK_CREATE] = "create",     [DISK_READ] = "read",
		[DISK_WRITE] = "write",       [DISK_SYNC] = "sync",         [DISK_SYNC_DIR] = "sync folder",
		[DISK_TRUNCATE] = "truncate", [DISK_RENAME] = "rename",     [DISK_UNLINK] = "unlink",
		[DISK_MKDIR] = "mkdir",       [DISK_STAT] = "stat",         [DISK_LIST] = "list",
		[DISK_LOCK] = "lock",
	};

	return NAMES[call];
}
