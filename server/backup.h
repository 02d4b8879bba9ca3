/* Copies of the office while it serves: by the timetable of [backup], by hand, by a button
 * (shared/PROTOCOL.md section 4, R62).
 *
 * The loop copies some pages between two turns, a thread of its own proves the file; log-ins, reports and
 * dashboards wait for neither. Only a proved copy counts: then what it holds of each device is safe.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_BACKUP_H
#define SERVER_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct app;
struct args;
struct backup_desk;
struct job;
struct reply;
struct request;
struct val;

struct backup_desk *backup_open(struct app *app);
void backup_close(struct backup_desk *d);
/* At the end of every turn, after its commit. */
void backup_turn(struct backup_desk *d);

/* Begin a copy now. file NULL: in the folder of the settings. who: staff, "-" the command line, "" the
 * timetable. ERR_BUSY: one is being made; ERR_CONFLICT: the file is there already; ERR_STORAGE. */
int backup_start(struct app *app, const char *file, const char *who) MUST_USE;
/* The file of the copy that is being made, NULL for none. */
const char *backup_under_way(const struct app *app);

/* Ages for stats and metrics, in whole seconds, -1 for never: of the newest verified copy, of the last time
 * a copy was put back. backup_late 1: the copy is older than [backup] warn_hours. */
void backup_put_stats(struct app *app, struct val *into);
/* Is the newest verified copy too old, or is there none? */
bool backup_late(struct app *app);

/* Among the views of the office a mark that says so, while it serves. */
void backup_put_view(struct app *app, struct val *list);

int backup_verb(struct job *job);        /* inside a running server: begin */
int backup_run(const struct args *a);    /* `backup [FILE]` */
int restore_run(const struct args *a);   /* `restore [FILE]` */
/* For an administrator whose database cannot be used: what to do, with the newest copy there is. */
void restore_advice(const struct app *app);

int backup_api_list(struct app *app, const struct request *rq, struct reply *rp);
int backup_api_start(struct app *app, const struct request *rq, struct reply *rp);

#endif
