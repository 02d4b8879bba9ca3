/* The gate every call of both doors passes: counted, told to the watcher, failed when a rule says so,
 * and only then done. Handles are what both doors open.
 *
 * A handle from before a boot, or of a disk that is gone, goes on working on its own file and is
 * neither counted nor failed.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "tests/faults/disk_inside.h"

static void tally(struct disk *d, const char *path, enum disk_call call, size_t n)
{
	size_t i = 0;
	struct disk_counts *both[2] = { &d->counts, NULL };

	while (i < d->tally_count && strcmp(d->tallies[i].path, path))
		i++;
	if (i == d->tally_count) {
		d->tallies = disk_again(d->tallies, ++d->tally_count, sizeof(*d->tallies));
		d->tallies[i] = (struct disk_tally){ .path = disk_str(path) };
	}
	both[1] = &d->tallies[i].counts;
	for (int k = 0; k < 2; k++) {
		both[k]->calls[call]++;
		both[k]->read += call == DISK_READ ? (int64_t)n : 0;
		both[k]->written += call == DISK_WRITE ? (int64_t)n : 0;
	}
}

static bool ends(const char *path, const char *end)
{
	size_t n = strlen(path), e = strlen(end);

	return n >= e && !strcmp(path + n - e, end);
}

/* The rule's error for this call, or 0. */
static int ruled(struct disk *d, enum disk_call call, const char *path, bool repeats)
{
	const struct disk_fault *f = &d->fault;

	if (!(f->mask & DISK_BIT(call)) || (f->path && !ends(path, f->path)))
		return 0;
	d->fault_seen++;
	if (d->fault_seen < f->nth || (f->times >= 0 && d->fault_seen >= f->nth + f->times))
		return 0;
	d->fault_done++;
	return repeats && (f->error == DISK_SHORT || f->error == EINTR) ? 0 : f->error;
}

/* What of a write still fits. */
static int fit(const struct disk *d, const struct disk_handle *h, int64_t offset, size_t *n)
{
	int64_t room = d->limit - disk_used(d), grows = offset + (int64_t)*n - h->node->size;

	if (d->limit < 0 || grows <= 0 || grows <= room)
		return 0;
	grows -= room > 0 ? room : 0;
	if (grows >= (int64_t)*n)
		return ENOSPC;
	*n -= (size_t)grows;
	return 0;
}

int disk_gate(struct disk *d, const struct disk_handle *h, enum disk_call call, const char *path,
	      int64_t offset, size_t *n, bool repeats)
{
	size_t none = 0;
	int error;

	n = n ? n : &none;
	if (d)
		d->seq++;
	if (!d || d->cut || (h && h->era != d->era))
		return 0;
	if (d->watch && (d->watch_mask & DISK_BIT(call))) {
		struct disk_event e = { .call = call, .path = path, .offset = offset, .n = *n };

		d->watch(d->watch_ctx, d, &e);
		if (d->cut)
			return 0;
	}
	tally(d, path, call, *n);
	error = ruled(d, call, path, repeats);
	if (error == DISK_SHORT) {
		*n = *n > 1 ? *n / 2 : *n;
		error = 0;
	}
	if (!error && d->read_only && (DISK_CHANGES & DISK_BIT(call)) && call != DISK_SYNC &&
	    call != DISK_SYNC_DIR)
		error = EROFS;
	if (!error && call == DISK_WRITE)
		error = fit(d, h, offset, n);
	return error;
}

/* ---- handles ------------------------------------------------------------------------------------ */

void disk_handle_init(struct disk_handle *h, struct disk *d, const char *path, struct disk_node *n,
		      int flags)
{
	*h = (struct disk_handle){ .d = d, .next = d->handles, .node = disk_node_ref(n),
				   .era = d->era, .flags = flags };
	memcpy(h->path, path, strlen(path) + 1);
	d->handles = h;
	d->open_count++;
}

void disk_handle_close(struct disk_handle *h)
{
	if (h->d) {
		struct disk_handle **at = &h->d->handles;

		while (*at != h)
			at = &(*at)->next;
		*at = h->next;
		h->d->open_count -= h->era == h->d->era;
	}
	if (h->node->flocked == h)
		h->node->flocked = NULL;
	disk_node_drop(h->node);
	h->node = NULL;
}

int disk_handle_write(struct disk_handle *h, int64_t offset, const void *p, size_t *n, bool repeats)
{
	size_t asked = *n;
	int error = disk_gate(h->d, h, DISK_WRITE, h->path, offset, n, repeats);

	if (error)
		return error;
	disk_node_write(h->node, h->d ? h->d->seq : 0, offset, p, *n);
	return repeats && *n < asked ? ENOSPC : 0;
}

int disk_handle_read(struct disk_handle *h, int64_t offset, void *p, size_t *n, bool repeats)
{
	int error = disk_gate(h->d, h, DISK_READ, h->path, offset, n, repeats);

	*n = error ? 0 : disk_node_read(h->node, offset, p, *n);
	return error;
}

int disk_handle_sync(struct disk_handle *h)
{
	enum disk_call call = h->node->folder ? DISK_SYNC_DIR : DISK_SYNC;
	int error = disk_gate(h->d, h, call, h->path, 0, NULL, false);
	bool alive = h->d && h->era == h->d->era;

	if (!h->node->folder)
		disk_node_sync(h->node, !error);
	else if (!error && alive)
		disk_face_sync(&h->d->face, h->path);
	return error;
}

int disk_handle_truncate(struct disk_handle *h, int64_t size)
{
	int error = disk_gate(h->d, h, DISK_TRUNCATE, h->path, size, NULL, false);

	if (!error)
		disk_node_truncate(h->node, h->d ? h->d->seq : 0, size);
	return error;
}

/* ---- opening and removing by name --------------------------------------------------------------- */

static int make(struct disk *d, const char *path, unsigned mode, struct disk_node **ret)
{
	char folder[DISK_PATH];
	const struct disk_node *in;
	int error = disk_gate(d, NULL, DISK_CREATE, path, 0, NULL, false);

	if (error)
		return error;
	disk_parent(path, folder);
	in = disk_tree_find(&d->face.now, folder);
	if (!in)
		return ENOENT;
	if (!in->folder)
		return ENOTDIR;
	*ret = disk_node_new(false, mode);
	disk_change(d, VERB_MAKE, NULL, path, *ret);
	disk_node_drop(*ret);
	return 0;
}

static int find(struct disk *d, const char *path, int flags, unsigned mode, struct disk_node **ret)
{
	bool writes = (flags & O_ACCMODE) != O_RDONLY;

	*ret = disk_tree_find(&d->face.now, path);
	if (!*ret && (flags & O_CREAT))
		return make(d, path, mode, ret);
	int error = disk_gate(d, NULL, DISK_OPEN, path, 0, NULL, false);
	if (error)
		return error;
	if (!*ret)
		return ENOENT;
	if ((flags & O_CREAT) && (flags & O_EXCL))
		return EEXIST;
	if ((flags & O_DIRECTORY) && !(*ret)->folder)
		return ENOTDIR;
	if ((*ret)->folder && writes)
		return EISDIR;
	return writes && d->read_only && !d->cut ? EROFS : 0;
}

int disk_open_in(struct disk_handle *h, struct disk *d, const char *path, int flags, unsigned mode)
{
	struct disk_node *n;
	int error = d->open_limit >= 0 && d->open_count >= d->open_limit && !d->cut ? EMFILE : 0;

	error = error ? error : find(d, path, flags, mode, &n);
	if (error)
		return error;
	disk_handle_init(h, d, path, n, flags);
	if ((flags & O_TRUNC) && n->size)
		error = disk_handle_truncate(h, 0);
	if (error)
		disk_handle_close(h);
	return error;
}

struct disk_handle *disk_open_at(struct disk *d, const char *path, int flags, unsigned mode, int *err)
{
	struct disk_handle *h = disk_mem(1, sizeof(*h));

	*err = disk_open_in(h, d, path, flags, mode);
	if (!*err)
		return h;
	disk_give(h);
	return NULL;
}

int disk_unlink_at(struct disk *d, const char *path, bool folder)
{
	struct disk_node *n = disk_tree_find(&d->face.now, path);
	int error;

	if (!n)
		return ENOENT;
	error = disk_gate(d, NULL, DISK_UNLINK, path, 0, NULL, false);
	if (error)
		return error;
	if (n->folder != folder)
		return folder ? ENOTDIR : EISDIR;
	if (folder && (disk_tree_filled(&d->face.now, path) || !*path))
		return ENOTEMPTY;
	disk_change(d, VERB_GONE, path, NULL, n);
	return 0;
}

/* ---- rules -------------------------------------------------------------------------------------- */

void disk_watch(struct disk *d, unsigned mask,
		void (*fn)(void *ctx, struct disk *d, const struct disk_event *e), void *ctx)
{
	disk_enter();
	d->watch_mask = fn ? mask : 0;
	d->watch = fn;
	d->watch_ctx = ctx;
	disk_leave();
}

void disk_fail(struct disk *d, const struct disk_fault *f)
{
	disk_enter();
	d->fault = *f;
	d->fault_seen = d->fault_done = 0;
	disk_leave();
}

int64_t disk_failed(const struct disk *d)
{
	return d->fault_done;
}

void disk_limit(struct disk *d, int64_t bytes)
{
	d->limit = bytes;
}

int64_t disk_used(const struct disk *d)
{
	int64_t sum = 0;

	for (size_t i = 0; i < d->face.now.count; i++)
		sum += d->face.now.at[i].node->size;
	return sum;
}

void disk_read_only(struct disk *d, bool on)
{
	d->read_only = on;
}

void disk_open_limit(struct disk *d, int n)
{
	d->open_limit = n;
}

int disk_open_count(const struct disk *d)
{
	return d->open_count;
}
