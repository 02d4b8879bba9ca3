/* What a power cut, a kill and a boot do to everything on the disk.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "tests/faults/disk_inside.h"

void disk_face_free(struct disk_face *f)
{
	disk_tree_free(&f->now);
	disk_tree_free(&f->durable);
	disk_moves_free(&f->moves);
}

/* ---- copies: each node once, whoever names it ---------------------------------------------------- */

static struct disk_node *copied(struct disk_node *n)
{
	if (!n->copy)
		n->copy = disk_node_copy(n);
	return n->copy;
}

static void copy_tree(const struct disk_tree *from, struct disk_tree *to)
{
	to->cap = from->count;
	to->at = to->cap ? disk_mem(to->cap, sizeof(*to->at)) : NULL;
	for (; to->count < from->count; to->count++)
		to->at[to->count] = (struct disk_entry){
			disk_str(from->at[to->count].path),
			disk_node_ref(copied(from->at[to->count].node)),
		};
}

/* The copies' first reference was only held by the table of copies. */
static void forget_copy(struct disk_node *n)
{
	struct disk_node *c = n->copy;

	n->copy = NULL;
	disk_node_drop(c);
}

void disk_face_copy(const struct disk_face *from, struct disk_face *to)
{
	memset(to, 0, sizeof(*to));
	copy_tree(&from->now, &to->now);
	copy_tree(&from->durable, &to->durable);
	for (size_t i = 0; i < from->moves.count; i++) {
		const struct disk_move *m = &from->moves.at[i];

		disk_moves_add(&to->moves, m->seq, m->verb, m->from, m->to, copied(m->node));
	}
	for (size_t i = 0; i < from->now.count; i++)
		forget_copy(from->now.at[i].node);
	for (size_t i = 0; i < from->durable.count; i++)
		forget_copy(from->durable.at[i].node);
	for (size_t i = 0; i < from->moves.count; i++)
		forget_copy(from->moves.at[i].node);
}

/* ---- fate --------------------------------------------------------------------------------------- */

static bool reachable(const struct disk_tree *t, const char *path)
{
	char folder[DISK_PATH], up[DISK_PATH];

	memcpy(up, path, strlen(path) + 1);
	while (*up) {
		memcpy(folder, up, sizeof(folder));
		disk_parent(folder, up);
		if (!disk_tree_find(t, up))
			return false;
	}
	return true;
}

/* Of each folder the first so many changes arrive. */
struct share {
	char folder[DISK_PATH];
	uint64_t left;
};

static uint64_t count_of(const struct disk_moves *m, const char *folder)
{
	uint64_t n = 0;

	for (size_t i = 0; i < m->count; i++) {
		char in[DISK_PATH];

		disk_move_folder(&m->at[i], in);
		n += !strcmp(in, folder);
	}
	return n;
}

static struct share *share_of(struct share *all, size_t *count, const struct disk_moves *m,
			      const char *folder, uint64_t *dice)
{
	for (size_t i = 0; i < *count; i++)
		if (!strcmp(all[i].folder, folder))
			return &all[i];
	struct share *s = &all[(*count)++];
	memcpy(s->folder, folder, strlen(folder) + 1);
	s->left = disk_roll(dice, count_of(m, folder) + 1);
	return s;
}

static void lose_names(struct disk_face *f, enum disk_loss loss, int64_t keep, uint64_t *dice)
{
	struct share *shares = disk_mem(f->moves.count + 1, sizeof(*shares));
	size_t count = 0;

	for (size_t i = 0; i < f->moves.count; i++) {
		const struct disk_move *m = &f->moves.at[i];
		char folder[DISK_PATH];
		bool arrives = loss == DISK_LOSE_NOTHING || (loss == DISK_LOSE_TAIL && m->seq <= keep);

		disk_move_folder(m, folder);
		if (loss == DISK_LOSE_SOME || loss == DISK_LOSE_TORN) {
			struct share *s = share_of(shares, &count, &f->moves, folder, dice);

			arrives = s->left > 0;
			s->left -= arrives;
		}
		if (arrives)
			disk_tree_apply(&f->durable, m);
	}
	disk_give(shares);
	disk_moves_free(&f->moves);
}

/* Both tables become the durable one. */
static void show_durable(struct disk_face *f)
{
	for (size_t i = f->durable.count; i-- > 0;)
		if (!reachable(&f->durable, f->durable.at[i].path)) {
			disk_tree_take(&f->durable, f->durable.at[i].path);
			i = f->durable.count; /* what was below it goes too */
		}
	disk_tree_free(&f->now);
	disk_tree_sort(&f->durable);
	for (size_t i = 0; i < f->durable.count; i++)
		disk_tree_put(&f->now, f->durable.at[i].path, f->durable.at[i].node);
}

void disk_face_lose(struct disk_face *f, enum disk_loss loss, int64_t seq, uint64_t *dice)
{
	int64_t keep = 0;

	if (loss == DISK_LOSE_ANY)
		loss = (enum disk_loss)disk_roll(dice, DISK_LOSE_ANY);
	if (loss == DISK_LOSE_TAIL)
		keep = seq - (int64_t)disk_roll(dice, 32);
	disk_tree_sort(&f->now);
	for (size_t i = 0; i < f->now.count; i++)
		disk_node_lose(f->now.at[i].node, loss, keep, dice);
	for (size_t i = 0; i < f->moves.count; i++)
		disk_node_lose(f->moves.at[i].node, loss, keep, dice);
	lose_names(f, loss, keep, dice);
	/* a file that is gone as seen may still be there as durable, with bytes of its own */
	for (size_t i = 0; i < f->durable.count; i++)
		disk_node_lose(f->durable.at[i].node, loss, keep, dice);
	show_durable(f);
}

void disk_face_settle(struct disk_face *f)
{
	for (size_t i = 0; i < f->now.count; i++)
		disk_node_forget(f->now.at[i].node);
	disk_moves_free(&f->moves);
	disk_tree_free(&f->durable);
	disk_tree_sort(&f->now);
	for (size_t i = 0; i < f->now.count; i++)
		disk_tree_put(&f->durable, f->now.at[i].path, f->now.at[i].node);
}

/* ---- the disk ----------------------------------------------------------------------------------- */

void disk_cut(struct disk *d, enum disk_loss loss, uint64_t *dice)
{
	disk_enter();
	if (!d->cut) {
		disk_face_copy(&d->face, &d->after);
		disk_face_lose(&d->after, loss, d->seq, dice);
		d->cut = true;
	}
	disk_leave();
}

void disk_kill(struct disk *d)
{
	disk_enter();
	if (!d->cut)
		disk_face_copy(&d->face, &d->after);
	d->cut = true;
	disk_leave();
}

void disk_hold(void)
{
	disk_enter();
}

void disk_orphan(struct disk *d)
{
	disk_enter();
	d->handles = NULL;
	d->open_count = 0;
	disk_leave();
}

void disk_boot(struct disk *d)
{
	disk_enter();
	if (d->cut) {
		disk_face_free(&d->face);
		d->face = d->after;
		memset(&d->after, 0, sizeof(d->after));
		d->cut = false;
	}
	d->era++;
	d->open_count = 0;
	disk_leave();
}

void disk_lose(struct disk *d, enum disk_loss loss, uint64_t *dice)
{
	disk_cut(d, loss, dice);
	disk_boot(d);
}

void disk_settle(struct disk *d)
{
	disk_enter();
	disk_face_settle(&d->face);
	disk_leave();
}

bool disk_unsettled(const struct disk *d)
{
	bool any = d->face.moves.count > 0;

	for (size_t i = 0; i < d->face.now.count; i++)
		any |= d->face.now.at[i].node->op_count > 0;
	return any;
}
