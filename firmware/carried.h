/* Batches that travel on a stick because the line is down (D11, PROTOCOL.md section 3).
 *
 * DIR/carried/ holds what came in by hand: NAME.batch, with NAME.batch.reply beside it once central answered. A reply
 * to this kiosk's own batch is taken in by the running daemon and both files go; a batch of another kiosk is handed in
 * when there is a line, and its reply waits until somebody fetches it with `export`. Names are those of the content,
 * so that the same file twice is one file.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_CARRIED_H
#define FIRMWARE_CARRIED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct app;
struct sync_task;

/* Write all that is queued as files into the folder `to`, and the replies that wait for other kiosks; prints a line per
 * file. The queue stays as it is. Works beside a running serve. ERR_SETUP: not enrolled; ERR_STORAGE. */
int carried_export(struct app *app, const char *to, FILE *out) MUST_USE;
/* Bring a file from a stick (NAME.batch, or NAME.batch.reply with its batch beside it) into DIR/carried, durably.
 * ERR_INPUT: no such file; ERR_NOT_FOUND: a reply without its batch; ERR_STORAGE. */
int carried_bring(const char *data_dir, const char *file, FILE *out) MUST_USE;
/* Take in what lies there: replies to our own batches, now; the rest is handed in when there is a line. Called by the
 * daemon now and then, and by the command when no daemon runs. Bounded work. */
void carried_take(struct sync_task *t);

/* The engine's store: the next file to hand in, and what came back. */
bool carried_next(void *ctx, char name[65], struct buf *out);
int carried_answer(void *ctx, const char *name, const void *file, size_t n) MUST_USE;

#endif
