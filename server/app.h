/* Everything the office daemon owns, and how it is opened and closed.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_APP_H
#define SERVER_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "server/login.h"
#include "server/looking.h"
#include "server/settings.h"
#include "shared/base/clock.h"
#include "shared/io/fs.h"

struct admin;
struct archive;
struct backup_desk;
struct calendar;
struct catalogues;
struct db;
struct heavy;
struct http;
struct ingest;
struct keys;
struct ladder;
struct ladder_desk;
struct live;
struct loop;
struct notify;
struct ranking;
struct reception;
struct forget;
struct rules;
struct sync_desk;
struct midnight;
struct tenants;
struct witness;

enum app_mode {
	APP_READ,  /* read-only, beside a running server */
	APP_WRITE  /* holds DIR/lock, migrates */
};

struct app {
	char dir[PATH_CAP];
	char share[PATH_CAP];      /* folder with staff.sqlar */
	enum app_mode mode;
	int lock_fd;               /* -1: none */
	const char *put_back;      /* `restore` opens what it put there: from where; else NULL */
	struct settings settings;
	struct calendar *calendar; /* civil time of this office, by its settings */
	struct clock clock;
	struct db *db;
	struct witness *witness;   /* what DIR/witness must learn; not of a reader */
	struct keys *keys;
	struct ingest *ingest;
	struct catalogues *catalogues;
	struct val *payers;        /* the corporation's own payer rules (settings_payers) */
	struct rules *rules;       /* the set in force, NULL until first asked */
	int64_t rule_set;          /* its version */
	struct ladder *ladder;     /* the escalation ladder in force, NULL until first asked */
	int64_t ladder_set;        /* its version */
	struct login_limits logins;
	struct login_limits links; /* wrong personal links, by address */
	int64_t links_refused;     /* since start */
	struct looking looking;

	/* Only while serving: */
	struct loop *loop;
	struct sync_desk *desk;
	struct admin *admin;
	struct http *http;
	struct heavy *heavy;       /* long reads: dashboards, exports */
	struct ranking *ranking;   /* suggestions in the order of how often they were right */
	struct live *live;
	struct notify *notify;
	struct ladder_desk *ladders; /* deadlines being told in time */
	struct reception *reception;
	struct forget *forget;     /* takes persons out of old cases */
	struct backup_desk *backup; /* copies of the database, by the timetable or by hand */
	struct midnight *midnight; /* what changes when a day begins */
	struct tenants *tenants;   /* directory records being made */
	struct archive *staff;     /* share/staff.sqlar, NULL when not built */
	struct archive *site;      /* the published archive, NULL before the first */
	struct archive *site_before; /* the one before: replies may still point into it */
	int64_t started;           /* wall time */
};

/* Open an installation. config: other portiek.conf, or NULL. share: other share folder, or NULL.
 * Says on stderr what is wrong. ERR_LOCKED: another process writes; ERR_NOT_FOUND: no such
 * installation; ERR_NEWER. The caller closes with app_close, also after an error. */
int app_open(struct app *app, const char *dir, enum app_mode mode, const char *config,
	     const char *share) MUST_USE;
void app_close(struct app *app);

/* Make a new, empty installation folder: keys and database. ERR_CONFLICT: there is one. */
int app_create(const char *dir) MUST_USE;

/* Tests: no folder, database in memory, own clock, fresh keys. */
int app_open_memory(struct app *app, const struct clock *clock) MUST_USE;

/* Open the desk devices talk to, on app->ingest; app->desk then, closed by sync_desk_free. */
int app_open_desk(struct app *app) MUST_USE;
int64_t app_now(const struct app *app);
/* Folder below DIR, made when absent. */
void app_folder(const struct app *app, const char *name, char out[PATH_CAP]);
/* Write one row of the audit (server/audit_store.h); what it is about stands in `about`, so that it can
 * be looked for, or in the detail alone. In an event. */
void app_audit(struct app *app, const char *who, const char *what, const char *detail);
void app_audit_about(struct app *app, const char *who, const char *what, const char *about,
		     const char *detail);

#endif
