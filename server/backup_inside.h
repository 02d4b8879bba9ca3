/* One copy being made, from the order to its row; shared by the rooms backup_*.c and restore.c.
 *
 * Stages, each in its own place: count (a reader, any thread), copy (the owner, between turns), check (any
 * thread), record (the owner). Nothing of struct app is touched in count and check.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_BACKUP_INSIDE_H
#define SERVER_BACKUP_INSIDE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "server/backup_store.h"

struct app;
struct db_copy;
struct keys;
struct sign_key;

#define BACKUP_PAGES 128 /* a step: half a MiB */

struct backup_safe_mark {
	int64_t device, hwm;
};

struct backup_job {
	char dir[PATH_CAP];    /* of the installation */
	char part[PATH_CAP];   /* the file until it is proved; row.file afterwards */
	char like[PATH_CAP];   /* files of the copy before: those that never change are shared; "" for none */
	const struct sign_key *key;
	int64_t newest;        /* number of the newest migration */
	struct backup_facts said, floor;
	struct backup_row row; /* what will be written down */
	struct backup_safe_mark *marks; /* what the copy holds of each device */
	int mark_count;
	bool live_damaged;     /* the copy did not hold because the database does not */
	struct db_copy *copy;
	atomic_bool stop;      /* give up */
};

/* file NULL: a new name in the folder of the settings. who: as in backup_row.
 * ERR_CONFLICT: the file is there already; ERR_STORAGE: its folder cannot be made, or there is no room for it. */
int backup_job_new(struct app *app, const char *file, const char *who, struct backup_job **ret) MUST_USE;
void backup_job_free(struct backup_job *j);
void backup_job_count(struct backup_job *j);
/* Copy so many pages. *ret_done: all is in it; said is then what it must hold. ERR_BUSY: a turn is open. */
int backup_job_copy(struct app *app, struct backup_job *j, int pages, bool *ret_done) MUST_USE;
/* Prove the copy, put the files beside it, seal it, give it its name; or set it aside as FILE.bad. */
void backup_job_check(struct backup_job *j);
/* One transaction: the row, and safe_hwm of every device when it is good. Between two turns.
 * ERR_STORAGE: nothing moved. */
int backup_job_record(struct app *app, struct backup_job *j) MUST_USE;

/* Folder of the settings, made when absent. ERR_STORAGE. */
int backup_folder(const struct app *app, char out[PATH_CAP]) MUST_USE;
int64_t backup_newest_schema(void);

/* FILE.seal: what was proved, signed with the server's key. */
int backup_seal_write(const struct backup_row *row, const struct sign_key *key) MUST_USE;
/* Fill row from the seal of file. ERR_NOT_FOUND: no seal; ERR_CRYPT: not of this office, or changed. */
int backup_seal_read(const char *file, const struct sign_key *key, struct backup_row *row) MUST_USE;

/* FILE.files: what a restore needs beside the database. ERR_NOT_FOUND: a file of a case is missing or is
 * not what its name says; ERR_STORAGE. */
int backup_files_keep(struct db *copy, const char *dir, const char *like, const char *to) MUST_USE;
/* Put back what DIR misses of it, never over what is there. *ret_count: files put back. */
int backup_files_return(const char *from, const char *dir, int *ret_count) MUST_USE;

/* Copies of the folder that no row knows (the database was put back) get one; rows whose file went are
 * marked so. Between two turns. */
void backup_adopt(struct app *app);
/* Take away what [backup] keep and keep_days no longer want; never the newest verified one. */
void backup_retire(struct app *app);

#endif
