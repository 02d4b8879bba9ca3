/* Everything one kiosk process owns. No other state that changes exists.
 *
 * serve, capture and sync --once open it as owner (DIR/lock held); status and the printing
 * commands open it as reader.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_APP_H
#define FIRMWARE_APP_H

#include <stdbool.h>

#include "firmware/attempts.h"
#include "firmware/settings.h"
#include "shared/base/clock.h"
#include "shared/base/err.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

struct catalogue_shelf;
struct http;
struct loop;
struct notify;
struct pages;
struct sealer;
struct sessions;
struct spool;
struct sync_task;

enum app_mode {
	APP_OWNER,  /* takes DIR/lock, migrates */
	APP_ENROL,  /* the same; reads the whole database first and makes a damaged one anew */
	APP_SERVE,  /* the same for the daemon: looks at both copies first */
	APP_READER, /* read-only, beside a running serve */
	APP_MEMORY  /* tests: in-memory database, no folder, no lock */
};

struct app {
	struct settings set;
	char dir[PATH_CAP];
	const char *config;                   /* file instead of DIR/portiek.conf, or NULL */
	char boot[33];                        /* this boot of the machine, hex */
	struct clock clock;
	void (*random)(void *out, size_t n);  /* crypt_random, or a test's own */
	int lock;                             /* -1: none held */
	bool memory;                          /* the disk is read-only: works from a copy */
	bool restart;                         /* it is not what it was at the start any more */
	bool unclean;                         /* the last serve did not stop cleanly */
	struct db *db;
	struct catalogue_shelf *shelf;        /* catalogues in use, by version */
	struct pages *pages;                  /* the site archive being served */
	struct sealer *sealer;                /* seals made ahead */
	struct spool *spool;                  /* the second copy; NULL for a reader and in memory */
	struct sessions *sessions;            /* who is signed in at this screen */
	struct attempts signin_attempts;
	struct attempts follow_attempts;
	bool signin_busy;                     /* one Argon2id at a time */
	/* Only while serving; NULL otherwise: */
	struct loop *loop;
	struct http *http;
	struct sync_task *sync;
	struct notify *notify;
};

/* Open the data folder. config: NULL reads DIR/portiek.conf; kept, must outlive the app. On an error a sentence was printed
 * to stderr. ERR_LOCKED: another process owns the folder; ERR_STORAGE, ERR_NEWER, ERR_INPUT. */
int app_open(const char *dir, const char *config, enum app_mode mode, struct app **ret) MUST_USE;
void app_close(struct app *app);
void app_closep(struct app **app);
#define APP(name) CLEANUP(app_closep) struct app *name = NULL

#endif
