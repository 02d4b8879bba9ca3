/* Running a verb: here under the lock, or there inside the running server.
 *
 * Owns the decision and the input a verb needs (a file's content, a password). The talk over
 * DIR/admin.sock is server/admin.c. Answers go to stdout when all went well, else to stderr.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "server/admin.h"
#include "server/app.h"
#include "shared/base/crypt.h"
#include "shared/io/db.h"

#define FILE_CAP (64u << 20)
#define PASSWORD_CAP 200

static const struct verb *find(const char *name)
{
	for (const struct verb *v = VERBS; v->name; v++)
		if (!strcmp(v->name, name))
			return v;
	return NULL;
}

int command_inside(struct app *app, const struct verb *v, const struct args *a, const char *input,
		   size_t input_len, struct buf *out)
{
	struct job job = { app, a, input, input_len, out };
	if (!v->writes)
		return v->run(&job);
	db_event_begin(app->db);
	int err = v->run(&job);
	db_event_end(app->db, err >= 0);
	return err;
}

/* A line from the terminal without showing it, or from a pipe as it is. */
static int read_password(struct buf *out)
{
	char line[PASSWORD_CAP + 2] = "";
	struct termios before, hidden;
	bool tty = isatty(STDIN_FILENO) && !tcgetattr(STDIN_FILENO, &before);
	if (tty) {
		hidden = before;
		hidden.c_lflag &= ~(tcflag_t)ECHO;
		fputs("password: ", stderr);
		tcsetattr(STDIN_FILENO, TCSANOW, &hidden);
	}
	const char *got = fgets(line, sizeof line, stdin);
	if (tty) {
		tcsetattr(STDIN_FILENO, TCSANOW, &before);
		fputc('\n', stderr);
	}
	line[strcspn(line, "\r\n")] = '\0';
	buf_str(out, line);
	crypt_wipe(line, sizeof line);
	return got && out->len ? OK : ERR_INPUT;
}

static int read_input(const struct verb *v, const struct args *a, struct buf *out)
{
	if (v->input == INPUT_NONE)
		return OK;
	if (v->input == INPUT_PASSWORD)
		return read_password(out);
	int words = v->input == INPUT_FILE ? 2 : 1;
	if (a->rest_count != words) {
		fprintf(stderr, "%s needs %sa FILE; see %s --help\n", v->name,
			words == 2 ? "what to import and " : "", v->name);
		return ERR_USAGE;
	}
	int err = fs_read(a->rest[words - 1], FILE_CAP, out);
	if (err)
		fprintf(stderr, "cannot read %s: %s\n", a->rest[words - 1], err_slug(err));
	return err;
}

static int run_here(struct app *app, const struct verb *v, const struct args *a,
		    const struct buf *input, struct buf *out)
{
	int err = command_inside(app, v, a, buf_text(input), input->len, out);
	int stored = v->writes ? db_turn_commit(app->db) : OK;
	return stored ? stored : err;
}

static void say(int err, const struct buf *out)
{
	FILE *to = err < 0 ? stderr : stdout;
	fwrite(buf_text(out), 1, out->len, to);
	if (err < 0 && !out->len)
		fprintf(to, "failed: %s\n", err_slug(err));
	fflush(to);
}

int command_run(const char *name, const struct args *a)
{
	const struct verb *v = find(name);
	const char *dir = args_get(a, "data", NULL);
	BUF(input);
	BUF(out);
	if (!v || !dir) {
		fprintf(stderr, "%s\n", v ? "--data DIR is missing" : "no such command");
		return ERR_USAGE;
	}
	int err = read_input(v, a, &input);
	if (err)
		return err;
	struct app *app = mem_new(1, sizeof *app);
	err =
	    app_open(app, dir, v->writes ? APP_WRITE : APP_READ, args_get(a, "config", NULL), NULL);
	if (!err)
		err = run_here(app, v, a, &input, &out);
	else if (err == ERR_LOCKED)
		err = admin_ask(dir, v, a, &input, &out);
	app_close(app);
	free(app);
	say(err, &out);
	return err;
}
