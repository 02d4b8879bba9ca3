/* A disk in memory that loses power, runs full, goes bad and tells what was done to it.
 *
 * One file system with two doors: a SQLite VFS (registered as the default when the first disk is
 * made) and the POSIX calls of shared/io/fs.c, caught by the linker (-Wl,--wrap=open,… : link the
 * library `faults`, its flags come along). A path below "/vdisk/NAME/" belongs to the disk of that
 * name; every other path goes to the real system. Several disks live side by side (kiosk1, kiosk2,
 * central). Nothing here knows real time or chance: the caller gives both.
 *
 * The model, on purpose no kinder than a disk may be:
 *   data      what was written since the last fsync of the file is dropped, kept, or torn at 512
 *             bytes; each sector ends as one of the versions it had since then.
 *   size      of the file follows one of the sizes it had since then; a hole reads as zeros.
 *   names     create, rename, unlink and mkdir last after an fsync of the folder they are in (a
 *             rename: the folder it goes to). Within one folder they happen in order; folders are
 *             independent of each other. A file in a folder that was lost is lost too.
 *   rename    is whole: the old or the new file, never neither, never a mix.
 *   fsync that failed (DISK_SYNC with EIO): what it should have written is never written by a later
 *             fsync, which says OK; it can still be read until the power goes.
 *
 * Threads: every call takes one lock; what fn of disk_watch does is done while holding it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_FAULTS_DISK_H
#define TESTS_FAULTS_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DISK_MOUNT  "/vdisk/"
#define DISK_SECTOR 512
#define DISK_NAME   32
#define DISK_PATH   512

struct disk;

/* Chance: SplitMix64 over a state the caller keeps. The same state gives the same fate. */
uint64_t disk_dice(uint64_t *state);
/* 0 … below-1 */
uint64_t disk_roll(uint64_t *state, uint64_t below);

/* ---- disks -------------------------------------------------------------------------------- */

/* An empty disk, mounted at /vdisk/NAME (letters, digits, '-', '_'; one at a time of a name).
 * Its root folder is there and durable. The caller frees it with disk_free; descriptors and
 * databases still open on it stay usable, and touch nothing any more. */
struct disk *disk_new(const char *name);
void disk_free(struct disk *d);
/* "/vdisk/NAME", owned by the disk. */
const char *disk_root(const struct disk *d);
/* The mounted disk of that name, or NULL. */
struct disk *disk_find(const char *name);
/* A second disk with the same content, the same unsynced writes and the same limits, but with no
 * descriptor open, no fault set, no watcher and all counts at 0. */
struct disk *disk_clone(const struct disk *d, const char *name);

/* From now on the memory of disks is shared with children that are forked: a process may die in the middle, and
 * the one that forked it finds the disk as it was left. Once, before the disk that is meant is made; disks from
 * before may be cloned and looked at. */
void disk_share(void);
/* For a process about to die: from here on no other thread is in the middle of a call. */
void disk_hold(void);
/* Who had files open on it has died: they are forgotten. disk_kill or disk_cut, and disk_boot, come next. */
void disk_orphan(struct disk *d);

/* Seed of what SQLite asks its VFS as randomness (WAL salts, random()); also forgets what it had
 * gathered before. The default seed is 1. Call it where a run begins. */
void disk_seed(uint64_t seed);
/* What SQLite is told the time is (ms since 1970 UTC); -1: the real clock. Default -1. */
void disk_time(int64_t wall_ms);

/* ---- power and processes ------------------------------------------------------------------ */

enum disk_loss {
	DISK_LOSE_ALL,    /* only what was synced */
	DISK_LOSE_NOTHING, /* everything arrived after all */
	DISK_LOSE_TAIL,   /* all up to some moment, nothing after it */
	DISK_LOSE_SOME,   /* each write by itself, names by folder */
	DISK_LOSE_TORN,   /* each sector by itself, names by folder */
	DISK_LOSE_ANY,    /* one of these, by the dice */
};

/* The power goes. What will be found at the next start is decided now, by dice (state of
 * disk_dice). Until disk_boot the mount shows the world as the dying process sees it: every call
 * goes on working, is not counted, meets no fault, and changes nothing that will be found later.
 * So: disk_cut, throw the process away (app_close), disk_boot. A second cut before the boot does
 * nothing. */
void disk_cut(struct disk *d, enum disk_loss loss, uint64_t *dice);
/* The process is killed: as disk_cut, but what was written is found again, still unsynced. */
void disk_kill(struct disk *d);
/* The machine starts again: the mount shows what was left. Descriptors, locks and databases from
 * before the cut stay dead for good; closing them is allowed and changes nothing. */
void disk_boot(struct disk *d);
/* disk_cut and disk_boot at once, for a disk nobody has open. */
void disk_lose(struct disk *d, enum disk_loss loss, uint64_t *dice);
/* Make everything durable as it is now, e.g. after a set-up. */
void disk_settle(struct disk *d);
/* Are there writes or names a cut could take back? */
bool disk_unsettled(const struct disk *d);

/* ---- watching ----------------------------------------------------------------------------- */

enum disk_call {
	DISK_OPEN,     /* of a file that is there, or a folder */
	DISK_CREATE,   /* open that makes a file */
	DISK_READ,
	DISK_WRITE,
	DISK_SYNC,     /* of a file */
	DISK_SYNC_DIR,
	DISK_TRUNCATE,
	DISK_RENAME,
	DISK_UNLINK,   /* and rmdir */
	DISK_MKDIR,
	DISK_STAT,     /* stat, access, chmod, statvfs, size */
	DISK_LIST,
	DISK_LOCK,     /* flock, locks of SQLite on files */
	DISK_CALLS
};
#define DISK_BIT(call)   (1u << (call))
#define DISK_EVERY       ((1u << DISK_CALLS) - 1)
/* what changes what a power cut finds */
#define DISK_CHANGES                                                                               \
	(DISK_BIT(DISK_CREATE) | DISK_BIT(DISK_WRITE) | DISK_BIT(DISK_SYNC) |                      \
	 DISK_BIT(DISK_SYNC_DIR) | DISK_BIT(DISK_TRUNCATE) | DISK_BIT(DISK_RENAME) |               \
	 DISK_BIT(DISK_UNLINK) | DISK_BIT(DISK_MKDIR))
/* "open", "create", … for messages. */
const char *disk_call_name(enum disk_call call);

struct disk_event {
	enum disk_call call;
	const char *path; /* within the disk: "portiek.db-wal"; of a rename: the new name */
	int64_t offset;   /* of a read or write; new size of a truncate */
	size_t n;         /* bytes of a read or write */
};

/* fn is called before each call of the kinds in mask has its effect. It may clone this disk and
 * use other disks, also through SQLite; it may cut or kill this one (disk_cut, disk_kill), not
 * boot it. NULL: nobody. */
void disk_watch(struct disk *d, unsigned mask,
		void (*fn)(void *ctx, struct disk *d, const struct disk_event *e), void *ctx);

/* ---- faults ------------------------------------------------------------------------------- */

#define DISK_SHORT (-1) /* a read or write does half of what was asked, at least one byte */

/* From the nth call (1: the next) of the kinds in mask, times calls fail with error: an errno (EIO,
 * ENOSPC, EROFS, EINTR, EAGAIN, EMFILE …) or DISK_SHORT. times -1: from then on for ever.
 * path: only calls on paths that end so ("-wal", "portiek.db"); NULL: all. One rule at a time;
 * mask 0 takes it away. SQLite's own VFS repeats what ended short or with EINTR: so does this one.
 * A failed call changes nothing, except that of a failed DISK_SYNC above. */
struct disk_fault {
	unsigned mask;
	int64_t nth;
	int64_t times;
	int error;
	const char *path; /* must outlive the rule */
};
void disk_fail(struct disk *d, const struct disk_fault *f);
/* How many calls the rule made fail so far. */
int64_t disk_failed(const struct disk *d);

/* No more than so many bytes in all files: then ENOSPC, after as much as fitted. -1: no limit
 * (statvfs says 1 TiB). */
void disk_limit(struct disk *d, int64_t bytes);
int64_t disk_used(const struct disk *d);
/* EROFS for whatever changes something. */
void disk_read_only(struct disk *d, bool on);
/* So many descriptors and databases' files at once on this disk, then EMFILE. -1: no limit. */
void disk_open_limit(struct disk *d, int n);
int disk_open_count(const struct disk *d);

/* ---- looking and damaging ----------------------------------------------------------------- */

struct disk_counts {
	int64_t calls[DISK_CALLS];
	int64_t read;    /* bytes */
	int64_t written; /* bytes */
};
/* Since disk_new or disk_counts_clear. name: of one file ("portiek.db-wal"), NULL: all. Counts by
 * name go on when a file is removed and made again. */
void disk_counts(const struct disk *d, const char *name, struct disk_counts *ret);
void disk_counts_clear(struct disk *d);

/* All that follow take names within the disk ("keys/a.key"), meet no fault and are not counted. */
bool disk_has(const struct disk *d, const char *name);
/* -1: no such file. */
int64_t disk_size(const struct disk *d, const char *name);
/* Content as it is seen now; valid until the file changes. NULL: no such file. */
const uint8_t *disk_bytes(const struct disk *d, const char *name, size_t *ret_len);
/* Put a whole file there, durably, with the folders above it. */
void disk_put(struct disk *d, const char *name, const void *p, size_t n);
/* The same for one real file. false: it cannot be read. */
bool disk_put_real(struct disk *d, const char *name, const char *real_path);
/* The file of this name on `to` becomes that of `from`, or empty, under whoever has it open there: to SQLite,
 * which must not be in a transaction, as if another process had been at work. */
void disk_show(struct disk *to, const struct disk *from, const char *name);
/* Take a file away, durably. */
void disk_drop(struct disk *d, const char *name);
/* Bit rot: n bytes at offset become p, durably and behind everybody's back. false: not within
 * the file. */
bool disk_rot(struct disk *d, const char *name, int64_t offset, const void *p, size_t n);
/* One bit. */
bool disk_flip(struct disk *d, const char *name, int64_t bit);
/* Cut a file to so many bytes, durably. */
bool disk_cut_file(struct disk *d, const char *name, int64_t size);
/* Every name, sorted ("keys/" with a slash for folders). fn may not change the disk. */
void disk_each(const struct disk *d, void (*fn)(void *ctx, const char *name, int64_t size), void *ctx);
/* A number for everything a boot would find if nothing were lost: names and contents. */
uint64_t disk_sum(const struct disk *d);

#endif
