/* main() of every program from its command table: help, version, flags, exit codes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "shared/base/conf.h"

#ifndef PORTIEK_VERSION
#define PORTIEK_VERSION "development"
#endif

const char *args_get(const struct args *a, const char *name, const char *dflt)
{
	for (int i = 0; a->flags && a->flags[i].name; i++)
		if (!strcmp(a->flags[i].name, name))
			return a->values[i] ? a->values[i] : dflt;
	return dflt;
}

bool args_has(const struct args *a, const char *name)
{
	return args_get(a, name, NULL) != NULL;
}

static void print_program(const struct program *p, FILE *to)
{
	fprintf(to, "%s: %s\n\nusage: %s COMMAND [flags]\n\n", p->name, p->about, p->name);
	for (const struct command *c = p->commands; c->name; c++)
		fprintf(to, "  %-20s %.*s\n", c->name, (int)strcspn(c->help, "\n"), c->help);
	fprintf(to, "\n  --help, --version; %s COMMAND --help tells the flags of one command.\n",
		p->name);
}

static void print_command(const struct program *p, const struct command *c, FILE *to)
{
	fprintf(to, "usage: %s %s", p->name, c->name);
	if (c->rest && *c->rest)
		fprintf(to, " %s", c->rest);
	fprintf(to, " [flags]\n\n%s\n\n", c->help);
	for (const struct flag *f = c->flags; f && f->name; f++) {
		char left[48];
		snprintf(left, sizeof left, "--%s %s", f->name, f->takes_value ? f->value : "");
		fprintf(to, "  %-28s %s\n", left, f->help);
	}
	fprintf(to, "  %-28s %s\n", "--help", "this text");
}

/* The command that argv starts with (one or two words); *words tells how many it took. */
static const struct command *find_command(const struct program *p, int argc, char **argv,
					  int *words)
{
	char two[64] = "";
	if (argc > 2)
		snprintf(two, sizeof two, "%s %s", argv[1], argv[2]);
	for (const struct command *c = p->commands; c->name; c++) {
		*words = !strcmp(c->name, two) ? 2 : 1;
		if (!strcmp(c->name, two) || !strcmp(c->name, argv[1]))
			return c;
	}
	return NULL;
}

static int find_flag(const struct flag *flags, const char *name, size_t n)
{
	for (int i = 0; flags && flags[i].name; i++)
		if (strlen(flags[i].name) == n && !strncmp(flags[i].name, name, n))
			return i;
	return -1;
}

/* One "--name[=value]" at argv[*at]; takes the value from the next word when needed. */
static int parse_flag(struct args *a, int argc, char **argv, int *at)
{
	const char *name = argv[*at] + 2;
	const char *equals = strchr(name, '=');
	int i = find_flag(a->flags, name, equals ? (size_t)(equals - name) : strlen(name));
	if (i < 0 || i >= (int)COUNT_OF(a->values)) {
		fprintf(stderr, "unknown flag %s\n", argv[*at]);
		return ERR_USAGE;
	}
	if (!a->flags[i].takes_value) {
		a->values[i] = "";
		return OK;
	}
	if (!equals && *at + 1 >= argc) {
		fprintf(stderr, "--%s needs %s\n", name, a->flags[i].value);
		return ERR_USAGE;
	}
	a->values[i] = equals ? equals + 1 : argv[++*at];
	return OK;
}

static int parse_args(struct args *a, int argc, char **argv, int from)
{
	bool only_rest = false;
	for (int i = from; i < argc; i++) {
		if (!only_rest && !strcmp(argv[i], "--")) {
			only_rest = true;
		} else if (!only_rest && !strncmp(argv[i], "--", 2)) {
			if (parse_flag(a, argc, argv, &i))
				return ERR_USAGE;
		} else if (a->rest_count < (int)COUNT_OF(a->rest)) {
			a->rest[a->rest_count++] = argv[i];
		} else {
			fprintf(stderr, "too many arguments\n");
			return ERR_USAGE;
		}
	}
	return OK;
}

static bool asks(int argc, char **argv, const char *longer, const char *shorter)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], longer) || !strcmp(argv[i], shorter))
			return true;
	return false;
}

int program_main(const struct program *p, int argc, char **argv)
{
	int words = 0;
	const struct command *c = argc > 1 ? find_command(p, argc, argv, &words) : NULL;
	if (!c && asks(argc, argv, "--version", "-V")) {
		printf("%s %s\n", p->name, PORTIEK_VERSION);
		return EX_OK;
	}
	if (asks(argc, argv, "--help", "-h")) {
		c ? print_command(p, c, stdout) : print_program(p, stdout);
		return EX_OK;
	}
	if (!c) {
		if (argc > 1)
			fprintf(stderr, "%s: no command %s\n\n", p->name, argv[1]);
		print_program(p, stderr);
		return EX_USAGE;
	}
	struct args a = { .flags = c->flags };
	if (parse_args(&a, argc, argv, 1 + words)) {
		fprintf(stderr, "see %s %s --help\n", p->name, c->name);
		return EX_USAGE;
	}
	return err_row(c->run(&a))->exit;
}
