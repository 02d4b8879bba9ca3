/* Names of the disk: a table as seen, a table as durable, and the changes between the two.
 *
 * A name is a whole path within the disk. Changes are kept in order; an fsync of a folder carries
 * those of that folder into the durable table.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "tests/faults/disk_inside.h"

static struct disk_entry *entry(const struct disk_tree *t, const char *path)
{
	for (size_t i = 0; i < t->count; i++)
		if (!strcmp(t->at[i].path, path))
			return &t->at[i];
	return NULL;
}

struct disk_node *disk_tree_find(const struct disk_tree *t, const char *path)
{
	struct disk_entry *e = entry(t, path);

	return e ? e->node : NULL;
}

void disk_tree_put(struct disk_tree *t, const char *path, struct disk_node *n)
{
	struct disk_entry *e = entry(t, path);

	disk_node_ref(n);
	if (e) {
		disk_node_drop(e->node);
		e->node = n;
		return;
	}
	if (t->count == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 16;
		t->at = disk_again(t->at, t->cap, sizeof(*t->at));
	}
	t->at[t->count++] = (struct disk_entry){ disk_str(path), n };
}

void disk_tree_take(struct disk_tree *t, const char *path)
{
	struct disk_entry *e = entry(t, path);

	if (!e)
		return;
	disk_give(e->path);
	disk_node_drop(e->node);
	*e = t->at[--t->count];
}

void disk_tree_free(struct disk_tree *t)
{
	for (size_t i = 0; i < t->count; i++) {
		disk_give(t->at[i].path);
		disk_node_drop(t->at[i].node);
	}
	disk_give(t->at);
	memset(t, 0, sizeof(*t));
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct disk_entry *)a)->path, ((const struct disk_entry *)b)->path);
}

void disk_tree_sort(struct disk_tree *t)
{
	if (t->count)
		qsort(t->at, t->count, sizeof(*t->at), by_path);
}

static bool below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return n == 0 ? *path != '\0' : !strncmp(path, folder, n) && path[n] == '/';
}

bool disk_tree_filled(const struct disk_tree *t, const char *folder)
{
	for (size_t i = 0; i < t->count; i++)
		if (below(t->at[i].path, folder))
			return true;
	return false;
}

/* A folder takes along what is in it. */
static void move_children(struct disk_tree *t, const char *from, const char *to)
{
	size_t n = strlen(from);

	for (size_t i = 0; i < t->count; i++) {
		char *path = t->at[i].path, *moved;

		if (!below(path, from))
			continue;
		moved = disk_mem(strlen(to) + strlen(path) - n + 1, 1);
		memcpy(moved, to, strlen(to));
		memcpy(moved + strlen(to), path + n, strlen(path) - n);
		t->at[i].path = moved;
		disk_give(path);
	}
}

void disk_tree_apply(struct disk_tree *t, const struct disk_move *m)
{
	if (m->verb != VERB_MAKE && disk_tree_find(t, m->from) == m->node)
		disk_tree_take(t, m->from);
	if (m->verb == VERB_GONE)
		return;
	if (m->verb == VERB_MOVE && m->node->folder)
		move_children(t, m->from, m->to);
	disk_tree_put(t, m->to, m->node);
}

void disk_parent(const char *path, char out[DISK_PATH])
{
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) : 0;

	memcpy(out, path, n);
	out[n] = '\0';
}

/* ---- changes ------------------------------------------------------------------------------------ */

void disk_moves_add(struct disk_moves *m, int64_t seq, enum disk_verb verb, const char *from,
		    const char *to, struct disk_node *node)
{
	if (m->count == m->cap) {
		m->cap = m->cap ? m->cap * 2 : 8;
		m->at = disk_again(m->at, m->cap, sizeof(*m->at));
	}
	m->at[m->count++] = (struct disk_move){
		.seq = seq, .verb = verb, .from = from ? disk_str(from) : NULL,
		.to = to ? disk_str(to) : NULL, .node = disk_node_ref(node),
	};
}

static void move_free(struct disk_move *m)
{
	disk_give(m->from);
	disk_give(m->to);
	disk_node_drop(m->node);
}

void disk_moves_free(struct disk_moves *m)
{
	for (size_t i = 0; i < m->count; i++)
		move_free(&m->at[i]);
	disk_give(m->at);
	memset(m, 0, sizeof(*m));
}

void disk_move_folder(const struct disk_move *m, char out[DISK_PATH])
{
	disk_parent(m->verb == VERB_GONE ? m->from : m->to, out);
}

void disk_change(struct disk *d, enum disk_verb verb, const char *from, const char *to,
		 struct disk_node *node)
{
	disk_moves_add(&d->face.moves, d->seq, verb, from, to, node);
	disk_tree_apply(&d->face.now, &d->face.moves.at[d->face.moves.count - 1]);
}

void disk_face_sync(struct disk_face *f, const char *folder)
{
	struct disk_moves *m = &f->moves;
	size_t left = 0;

	for (size_t i = 0; i < m->count; i++) {
		char in[DISK_PATH];

		disk_move_folder(&m->at[i], in);
		if (strcmp(in, folder)) {
			m->at[left++] = m->at[i];
			continue;
		}
		disk_tree_apply(&f->durable, &m->at[i]);
		move_free(&m->at[i]);
	}
	m->count = left;
}
