/* What the files of the disk share; no test includes it.
 *
 * world   every mounted disk, and what SQLite's VFS needs as a whole
 * disk    two trees of names (as seen, as durable), the changes of names between them
 * node    a file or folder: its bytes as seen, and how to take back what was not synced
 * handle  an open descriptor or an open file of SQLite
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_FAULTS_DISK_INSIDE_H
#define TESTS_FAULTS_DISK_INSIDE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/faults/disk.h"

#define SHM_LOCKS   8
#define SHM_REGIONS 64
#define SHM_HEAD    136 /* bytes of the first region: SQLite's index of the WAL is void without them */

/* One change of a file since its last fsync. bytes: of the range, what stood there before, NULL: zeros;
 * once taken back: what was put there. */
struct disk_op {
	int64_t seq;
	int64_t offset;
	size_t n;
	uint8_t *bytes;
	int64_t size_before, size_after;
	bool durable; /* a sync took it, but an older one is lost, so it cannot be forgotten yet */
	bool lost;    /* its fsync failed */
};

/* Shared memory of a database in WAL mode and the locks on it. */
struct disk_shm {
	int users;
	uint8_t *region[SHM_REGIONS];
	int shared[SHM_LOCKS];
	const void *exclusive[SHM_LOCKS];
};

struct disk_block;

struct disk_node {
	int refs;
	bool folder;
	unsigned mode;
	struct disk_block **blocks; /* of its bytes, NULL: zeros (disk_block.c) */
	size_t block_room;
	uint8_t *flat; /* all of them in a row, NULL: nobody asked */
	int64_t size;
	struct disk_op *ops;
	size_t op_count, op_cap;
	struct disk_node *copy; /* while a disk is cloned */
	const void *flocked;    /* the handle with LOCK_EX */
	int readers;            /* SQLite: SHARED locks */
	const void *reserved, *pending, *exclusive;
	struct disk_shm *shm;
};

struct disk_entry {
	char *path; /* "" is the root */
	struct disk_node *node;
};

struct disk_tree {
	struct disk_entry *at;
	size_t count, cap;
};

enum disk_verb { VERB_MAKE, VERB_MOVE, VERB_GONE };

/* A change of names since the last fsync of its folder. */
struct disk_move {
	int64_t seq;
	enum disk_verb verb;
	char *from; /* MOVE, GONE */
	char *to;   /* MAKE, MOVE */
	struct disk_node *node;
};

struct disk_moves {
	struct disk_move *at;
	size_t count, cap;
};

/* Everything that stands on a disk. */
struct disk_face {
	struct disk_tree now, durable;
	struct disk_moves moves;
};

struct disk_tally {
	char *path;
	struct disk_counts counts;
};

struct disk {
	char name[DISK_NAME];
	char root[DISK_NAME + sizeof(DISK_MOUNT)];
	struct disk *next;
	struct disk_face face; /* what the mount shows */
	struct disk_face after; /* after a cut: what the boot will show */
	bool cut;
	unsigned era; /* counts boots */
	int64_t seq;
	struct disk_handle *handles;
	struct disk_fault fault;
	int64_t fault_seen, fault_done;
	unsigned watch_mask;
	void (*watch)(void *ctx, struct disk *d, const struct disk_event *e);
	void *watch_ctx;
	int64_t limit;
	bool read_only;
	int open_limit, open_count;
	struct disk_counts counts;
	struct disk_tally *tallies;
	size_t tally_count;
};

struct disk_handle {
	struct disk *d; /* NULL when the disk was freed */
	struct disk_handle *next;
	struct disk_node *node;
	unsigned era;
	int64_t at;
	int flags;
	char path[DISK_PATH];
};

struct disk_world {
	pthread_mutex_t lock;
	struct disk *disks;
	uint64_t random;
	int64_t wall;
	bool registered;
};

struct disk_world *disk_world(void);
void disk_enter(void);
void disk_leave(void);

/* Memory, zeroed, or the end of the test. Never from an allocator that a test lets fail (disk_mem.c). */
void *disk_mem(size_t count, size_t size);
/* The same with whatever stands in it. */
void *disk_raw(size_t n);
void *disk_again(void *p, size_t count, size_t size);
char *disk_str(const char *s);
void disk_give(void *p);

/* The disk and the name within it of a full path; NULL: not ours. "." and "//" are taken out. */
struct disk *disk_of(const char *path, char name[DISK_PATH]);

/* ---- nodes (disk_node.c) ------------------------------------------------------------------ */
struct disk_node *disk_node_new(bool folder, unsigned mode);
struct disk_node *disk_node_ref(struct disk_node *n);
void disk_node_drop(struct disk_node *n);
struct disk_node *disk_node_copy(struct disk_node *n);
/* n has the bytes of `from` (NULL: none) as they are seen, all durable; who has n open sees them. */
void disk_node_show(struct disk_node *n, struct disk_node *from);
size_t disk_node_read(const struct disk_node *n, int64_t offset, void *p, size_t len);
void disk_node_write(struct disk_node *n, int64_t seq, int64_t offset, const void *p, size_t len);
void disk_node_truncate(struct disk_node *n, int64_t seq, int64_t size);
void disk_node_sync(struct disk_node *n, bool ok);
/* Whatever was not synced becomes what a cut leaves of it. keep: all up to this seq (TAIL). */
void disk_node_lose(struct disk_node *n, enum disk_loss loss, int64_t keep, uint64_t *dice);
void disk_node_forget(struct disk_node *n);

/* ---- bytes of a node (disk_block.c), wherever it ends --------------------------------------- */
void disk_block_read(const struct disk_node *n, int64_t at, uint8_t *p, size_t len);
void disk_block_write(struct disk_node *n, int64_t at, const uint8_t *p, size_t len);
/* Each has what the other had. */
void disk_block_swap(struct disk_node *n, int64_t at, uint8_t *p, size_t len);
/* From there on it is zeros. */
void disk_block_end(struct disk_node *n, int64_t size);
/* `to` has the bytes of `from`. */
void disk_block_share(const struct disk_node *from, struct disk_node *to);
void disk_block_drop(struct disk_node *n);
/* All up to its size in a row, valid until it changes. */
const uint8_t *disk_block_flat(struct disk_node *n);

/* ---- names (disk_tree.c) ------------------------------------------------------------------ */
struct disk_node *disk_tree_find(const struct disk_tree *t, const char *path);
void disk_tree_put(struct disk_tree *t, const char *path, struct disk_node *n);
void disk_tree_take(struct disk_tree *t, const char *path);
void disk_tree_free(struct disk_tree *t);
void disk_tree_sort(struct disk_tree *t);
/* Has the folder anything in it? */
bool disk_tree_filled(const struct disk_tree *t, const char *folder);
void disk_tree_apply(struct disk_tree *t, const struct disk_move *m);
void disk_parent(const char *path, char out[DISK_PATH]);
void disk_moves_add(struct disk_moves *m, int64_t seq, enum disk_verb verb, const char *from,
		    const char *to, struct disk_node *node);
/* The folder a move becomes durable with. */
void disk_move_folder(const struct disk_move *m, char out[DISK_PATH]);
void disk_moves_free(struct disk_moves *m);
/* An fsync of that folder. */
void disk_face_sync(struct disk_face *f, const char *folder);
void disk_face_free(struct disk_face *f);
void disk_face_copy(const struct disk_face *from, struct disk_face *to);
void disk_face_settle(struct disk_face *f);
void disk_face_lose(struct disk_face *f, enum disk_loss loss, int64_t seq, uint64_t *dice);
/* Do a change of names now. */
void disk_change(struct disk *d, enum disk_verb verb, const char *from, const char *to,
		 struct disk_node *node);

/* ---- the gate every call passes (disk_gate.c) --------------------------------------------- */
/* Count, tell the watcher, fail. 0 or an errno. n: bytes asked for; *n is lowered by DISK_SHORT and
 * a full disk (repeats: SQLite's door, for which short and EINTR do not exist). h NULL: by name. */
int disk_gate(struct disk *d, const struct disk_handle *h, enum disk_call call, const char *path,
	      int64_t offset, size_t *n, bool repeats);
struct disk_handle *disk_handle_open(struct disk *d, const char *path, struct disk_node *n, int flags);
void disk_handle_init(struct disk_handle *h, struct disk *d, const char *path, struct disk_node *n,
		      int flags);
void disk_handle_close(struct disk_handle *h);
/* Errno or 0; *n: done. */
int disk_handle_write(struct disk_handle *h, int64_t offset, const void *p, size_t *n, bool repeats);
int disk_handle_read(struct disk_handle *h, int64_t offset, void *p, size_t *n, bool repeats);
int disk_handle_sync(struct disk_handle *h);
int disk_handle_truncate(struct disk_handle *h, int64_t size);
/* Open by name, as open(2). NULL: *err. */
struct disk_handle *disk_open_at(struct disk *d, const char *path, int flags, unsigned mode, int *err);
/* As open(2) into h. Errno or 0. */
int disk_open_in(struct disk_handle *h, struct disk *d, const char *path, int flags, unsigned mode);
int disk_unlink_at(struct disk *d, const char *path, bool folder);

/* ---- SQLite's door (disk_vfs.c, disk_shm.c) ----------------------------------------------- */
void disk_vfs_register(void);

#endif
