/* DIR/witness: what this office had come to, outside the database and outside every backup
 * (shared/PROTOCOL.md section 4).
 *
 * It names the epoch, the number of the last commit it saw and the devices that are never accepted again.
 * A database that knows less was put back by somebody, whether he said so or not: a new epoch begins, and
 * revocations are applied again. Text of lines with a digest; written whole, at most once a second, after
 * the commit it tells of; a revocation is in it before anybody hears that it was done.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_WITNESS_H
#define SERVER_WITNESS_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/base/text.h"

struct app;
struct witness;

struct witness_said {
	char epoch[33];
	int64_t commits;
	int revoked;
	char (*uuids)[UUID_TEXT]; /* revoked of them; witness_said_free */
};

/* Read DIR/witness. ERR_NOT_FOUND; ERR_INPUT: damaged; ERR_BUSY: no descriptor or memory to read it with. */
int witness_read(const char *dir, struct witness_said *ret) MUST_USE;
void witness_said_free(struct witness_said *s);

/* Compare the database just opened for writing with the witness, begin a new epoch if it must, count
 * commits from now on. why: "restore" when the caller put the database back himself (detail: from where),
 * else NULL. ERR_STORAGE, also when the witness cannot be read for lack of descriptors: the next start asks it. */
int witness_open(struct app *app, const char *why, const char *detail) MUST_USE;
/* After a commit, before its replies leave: write when a second has passed or a revocation waits. Ends the
 * program when the database file was taken away under it. */
void witness_turn(struct app *app);
/* The next witness_turn writes at once. */
void witness_hurry(struct app *app);
/* Write what is not written, and free. NULL is fine. */
void witness_close(struct app *app);

#endif
