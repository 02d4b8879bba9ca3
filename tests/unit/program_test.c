/* main() of every program, from a table of commands: what it prints where, and what it ends with; and the lines
 * of the log beside it.
 *
 * Each call runs in a child of its own, whose two outputs are read back.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <signal.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "shared/base/conf.h"
#include "shared/base/log.h"
#include "tests/unit/check.h"

#define WORDS 24

/* What a child left behind: its exit code, or minus the signal that ended it. */
struct ended {
	int code;
	char out[4096], err[4096];
};

static void read_all(FILE *from, char *to, size_t cap)
{
	rewind(from);
	to[fread(to, 1, cap - 1, from)] = '\0';
	fclose(from);
}

static void in_child(int (*run)(void *), void *arg, struct ended *ret)
{
	FILE *out = tmpfile(), *err = tmpfile();
	int status;
	pid_t child;

	assert_non_null(out);
	assert_non_null(err);
	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(fileno(out), STDOUT_FILENO);
		dup2(fileno(err), STDERR_FILENO);
		exit(run(arg));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	ret->code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
	read_all(out, ret->out, sizeof ret->out);
	read_all(err, ret->err, sizeof ret->err);
}

/* ---- a program of four commands -------------------------------------------------------------------- */

static int tell(const struct args *a)
{
	printf("data=%s port=%s dry=%d", args_get(a, "data", "(none)"), args_get(a, "port", "8080"), args_has(a, "dry"));
	for (int i = 0; i < a->rest_count; i++)
		printf(" [%s]", a->rest[i]);
	printf("\n");
	return OK;
}

static int two_words(const struct args *a)
{
	printf("added %s\n", a->rest_count ? a->rest[0] : "nothing");
	return OK;
}

static int is_missing(const struct args *a)
{
	(void)a;
	return ERR_NOT_FOUND;
}

static int is_locked(const struct args *a)
{
	(void)a;
	return ERR_LOCKED;
}

static const struct flag FLAGS[] = {
	{ "data", true, "DIR", "data folder" },
	{ "port", true, "N", "where to listen" },
	{ "dry", false, "", "change nothing" },
	{ NULL, false, NULL, NULL },
};
static const struct command COMMANDS[] = {
	{ "tell", FLAGS, "FILE...", "tell what was given\nOne line for every call.", tell },
	{ "device add", NULL, "", "add a device", two_words },
	{ "missing", NULL, "", "end as when something is not there", is_missing },
	{ "locked", NULL, "", "end as when another one runs", is_locked },
	{ NULL, NULL, NULL, NULL, NULL },
};
static const struct program PROGRAM = { "portiek-test", "tries the table", COMMANDS };

struct words {
	int n;
	char *word[WORDS + 1];
};

static int start(void *arg)
{
	struct words *w = arg;

	return program_main(&PROGRAM, w->n, w->word);
}

/* The program called with these words, cut at spaces. */
static void call(const char *line, struct ended *ret)
{
	char text[400] = "portiek-test ", *save = NULL;
	struct words w = { 0 };

	strncat(text, line, sizeof text - strlen(text) - 1);
	for (char *p = strtok_r(text, " ", &save); p && w.n < WORDS; p = strtok_r(NULL, " ", &save))
		w.word[w.n++] = p;
	in_child(start, &w, ret);
}

static void said(const char *line, int code, const char *out)
{
	struct ended e;

	call(line, &e);
	assert_int_equal(e.code, code);
	assert_string_equal(e.out, out);
	assert_string_equal(e.err, "");
}

/* Refused with code 64 and this sentence; nothing on stdout, where a script reads. */
static void refused(const char *line, const char *why)
{
	struct ended e;

	call(line, &e);
	assert_int_equal(e.code, EX_USAGE);
	assert_string_equal(e.out, "");
	if (!strstr(e.err, why))
		fail_msg("%s: %s", line, e.err);
}

static void flags_are_given_in_either_form_and_order(void **state)
{
	(void)state;
	said("tell", EX_OK, "data=(none) port=8080 dry=0\n");
	said("tell --data /d --port=9 --dry", EX_OK, "data=/d port=9 dry=1\n");
	said("tell a --dry b", EX_OK, "data=(none) port=8080 dry=1 [a] [b]\n");
	said("tell --data=a=b", EX_OK, "data=a=b port=8080 dry=0\n");
	said("tell --data=", EX_OK, "data= port=8080 dry=0\n");
	said("tell -- --dry -- x", EX_OK, "data=(none) port=8080 dry=0 [--dry] [--] [x]\n");
	PROVES("-");
}

static void a_command_of_two_words_takes_both(void **state)
{
	(void)state;
	said("device add", EX_OK, "added nothing\n");
	said("device add k7", EX_OK, "added k7\n");
	refused("device", "no command device");
	refused("device remove", "no command device");
	PROVES("-");
}

static void what_is_not_understood_is_said_and_nothing_is_run(void **state)
{
	char many[200] = "tell";

	(void)state;
	refused("", "usage: portiek-test COMMAND");
	refused("fly", "portiek-test: no command fly");
	refused("tell --date x", "unknown flag --date\nsee portiek-test tell --help\n");
	refused("tell --dat x", "unknown flag --dat\n");
	refused("tell --data", "--data needs DIR\n");
	refused("device add --data x", "unknown flag --data\n");
	for (int i = 0; i < 17; i++)
		strcat(many, " x");
	refused(many, "too many arguments\n");
	many[strlen(many) - 2] = '\0';
	said(many, EX_OK, "data=(none) port=8080 dry=0 [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x]\n");
	PROVES("-");
}

static void help_names_every_command_and_every_flag(void **state)
{
	struct ended e;

	(void)state;
	call("--help", &e);
	assert_int_equal(e.code, EX_OK);
	assert_string_equal(e.err, "");
	assert_non_null(strstr(e.out, "portiek-test: tries the table\n"));
	for (const struct command *c = COMMANDS; c->name; c++)
		assert_non_null(strstr(e.out, c->name));
	assert_null(strstr(e.out, "One line for every call.")); /* of the list one line each */
	call("tell --data x -h", &e);
	assert_int_equal(e.code, EX_OK);
	assert_non_null(strstr(e.out, "usage: portiek-test tell FILE... [flags]\n"));
	assert_non_null(strstr(e.out, "One line for every call."));
	assert_non_null(strstr(e.out, "--data DIR"));
	assert_non_null(strstr(e.out, "change nothing"));
	assert_null(strstr(e.out, "data=")); /* asked for, not run */
	PROVES("-");
}

static void the_version_is_one_line(void **state)
{
	struct ended e;

	(void)state;
	call("--version", &e);
	assert_int_equal(e.code, EX_OK);
	assert_int_equal(strncmp(e.out, "portiek-test ", 13), 0);
	assert_ptr_equal(strchr(e.out, '\n'), e.out + strlen(e.out) - 1);
	PROVES("-");
}

static void an_outcome_ends_the_program_with_its_own_code(void **state)
{
	(void)state;
	said("missing", err_row(ERR_NOT_FOUND)->exit, "");
	said("locked", EX_TEMPFAIL, "");
	assert_int_not_equal(err_row(ERR_NOT_FOUND)->exit, EX_OK);
	PROVES("-");
}

static void an_outcome_that_is_none_is_our_own_fault(void **state)
{
	int n;
	const struct err_row *rows = err_rows(&n);

	(void)state;
	assert_int_equal(err_row(ERR_MIN)->err, ERR_INTERNAL);
	assert_int_equal(err_row(77)->exit, EX_SOFTWARE);
	assert_string_equal(err_slug(-1000), "internal");
	for (int i = 0; i < n; i++)
		assert_ptr_equal(err_row(rows[i].err), &rows[i]);
	PROVES("-");
}

/* ---- the log --------------------------------------------------------------------------------------- */

static int speak(void *arg)
{
	if (arg)
		setenv("PORTIEK_LOG", arg, 1);
	else
		unsetenv("PORTIEK_LOG");
	for (enum log_level l = LOG_ERROR; l <= LOG_TRACE; l++)
		log_line(l, "test.said", "n=%d", l);
	return 0;
}

static void heard(const char *limit, const char *want)
{
	struct ended e;
	char level[16] = "";

	if (limit)
		snprintf(level, sizeof level, "%s", limit);
	in_child(speak, limit ? level : NULL, &e);
	assert_int_equal(e.code, 0);
	assert_string_equal(e.err, want);
	assert_string_equal(e.out, "");
}

static void the_environment_says_how_much_is_logged(void **state)
{
	(void)state;
	heard(NULL, "<3>test.said n=3\n<4>test.said n=4\n<5>test.said n=5\n");
	heard("error", "<3>test.said n=3\n");
	heard("warn", "<3>test.said n=3\n<4>test.said n=4\n");
	heard("trace", "<3>test.said n=3\n<4>test.said n=4\n<5>test.said n=5\n<6>test.said n=6\n<7>test.said n=7\n");
	heard("loud", "<3>test.said n=3\n<4>test.said n=4\n<5>test.said n=5\n");
	PROVES("-");
}

static int forge(void *arg)
{
	char big[3000];

	(void)arg;
	log_line(LOG_ERROR, "test.typed", "name=%s", "x\n<3>sync.acked seq=1\r\t\x1b[2J\x7f.");
	memset(big, 'y', sizeof big - 1);
	big[sizeof big - 1] = '\0';
	log_line(LOG_ERROR, "test.long", "%s", big);
	return 0;
}

static void what_somebody_typed_forges_no_line(void **state)
{
	struct ended e;
	char *second;

	(void)state;
	in_child(forge, NULL, &e);
	second = strchr(e.err, '\n');
	assert_non_null(second);
	*second++ = '\0';
	assert_string_equal(e.err, "<3>test.typed name=x?<3>sync.acked seq=1???[2J?.");
	assert_int_equal(strncmp(second, "<3>test.long yyyy", 17), 0);
	assert_true(strlen(second) <= 1024);
	assert_ptr_equal(strchr(second, '\n'), second + strlen(second) - 1);
	PROVES("-");
}

static int give_up(void *arg)
{
	setenv("PORTIEK_LOG", "error", 1);
	die("test.broken", "at=%s", (const char *)arg);
}

static void a_broken_invariant_is_told_before_the_end(void **state)
{
	struct ended e;
	char here[] = "here";

	(void)state;
	in_child(give_up, here, &e);
	assert_int_equal(e.code, -SIGABRT);
	assert_string_equal(e.err, "<3>test.broken at=here\n");
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_are_given_in_either_form_and_order),
		cmocka_unit_test(a_command_of_two_words_takes_both),
		cmocka_unit_test(what_is_not_understood_is_said_and_nothing_is_run),
		cmocka_unit_test(help_names_every_command_and_every_flag),
		cmocka_unit_test(the_version_is_one_line),
		cmocka_unit_test(an_outcome_ends_the_program_with_its_own_code),
		cmocka_unit_test(an_outcome_that_is_none_is_our_own_fault),
		cmocka_unit_test(the_environment_says_how_much_is_logged),
		cmocka_unit_test(what_somebody_typed_forges_no_line),
		cmocka_unit_test(a_broken_invariant_is_told_before_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
