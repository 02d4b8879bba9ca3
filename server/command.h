/* Subcommands of portiek-central under the one-writer rule (design.md "Programs").
 *
 * A verb works on an open installation and writes its answer into a buf. Whether it runs in this
 * process (which then holds DIR/lock) or inside a running `serve` (reached over DIR/admin.sock) is
 * decided here, and no verb can tell the difference.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_COMMAND_H
#define SERVER_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/conf.h"

struct app;

/* One run of a verb. */
struct job {
	struct app *app;
	const struct args *args;
	const char *input; /* content of the file or the password the caller brought, NUL behind it */
	size_t input_len;
	struct buf *out;   /* what the user gets to read */
};

enum verb_input { INPUT_NONE, INPUT_FILE /* after another word */, INPUT_ONLY_FILE, INPUT_PASSWORD };

struct verb {
	const char *name;  /* as in the command table: "device add" */
	bool writes;
	enum verb_input input;
	int (*run)(struct job *job); /* enum err; its changes are kept when it returns >= 0 */
};

/* All verbs and the command line they hang on; both end with name NULL. */
extern const struct verb VERBS[];
extern const struct command COMMANDS[];

/* Run a verb from the command line: open DIR, or hand over to the running server. */
int command_run(const char *name, const struct args *a);

/* Run a verb inside an open installation, in its own savepoint. */
int command_inside(struct app *app, const struct verb *v, const struct args *a, const char *input,
		   size_t input_len, struct buf *out);

/* Commands that are no verbs: they make or own the installation, or only read its settings. */
int settings_check(const struct args *a);
int settings_print(const struct args *a);
int serve_routes(const struct args *a);
int init_run(const struct args *a);
int serve_run(const struct args *a);

/* The verbs, each in its own room. */
int import_verb(struct job *job);
int carry_verb_import(struct job *job);
int device_verb_add(struct job *job);
int device_verb_scope(struct job *job);
int device_verb_list(struct job *job);
int device_verb_revoke(struct job *job);
int device_verb_approve(struct job *job);
int key_verb_rotate(struct job *job);
int quarantine_verb_list(struct job *job);
int quarantine_verb_replay(struct job *job);
int user_verb_add(struct job *job);
int user_verb_list(struct job *job);
int user_verb_passwd(struct job *job);
int user_verb_role(struct job *job);
int user_verb_departments(struct job *job);
int user_verb_block(struct job *job);
int user_verb_unblock(struct job *job);
int user_verb_logout(struct job *job);
int publish_verb_build(struct job *job);
int publish_verb_publish(struct job *job);
int routing_verb_explain(struct job *job);
int forget_verb(struct job *job);
int person_verb_export(struct job *job);
int person_verb_erase(struct job *job);
int simulate_verb_ladder(struct job *job);
int simulate_verb_rules(struct job *job);
int stats_verb(struct job *job);
int verify_verb(struct job *job);

#endif
