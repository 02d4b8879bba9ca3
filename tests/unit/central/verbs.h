/* A command of central as it is typed, run inside an office in memory.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CENTRAL_VERBS_H
#define TESTS_UNIT_CENTRAL_VERBS_H

#include "tests/unit/central/office.h"

#include "server/command.h"

static inline const struct command *verb_command(const char *line, size_t *ret_words)
{
	for (const struct command *c = COMMANDS; c->name; c++) {
		size_t n = strlen(c->name);
		if (!strncmp(line, c->name, n) && (line[n] == ' ' || !line[n])) {
			*ret_words = n;
			return c;
		}
	}
	fail_msg("no command: %s", line);
	return NULL;
}

static inline const char **verb_flag(struct args *a, const char *name)
{
	for (int i = 0; a->flags[i].name; i++)
		if (!strcmp(a->flags[i].name, name))
			return &a->values[i];
	fail_msg("no flag --%s", name);
	return NULL;
}

/* "user add kees --role phone", cut at blanks; input: the password or file that came with it. What it says
 * stands in out alone. */
static inline int verb_run(struct office *o, const char *line, const char *input, struct buf *out)
{
	char text[300] = "", *save = NULL;
	size_t words = 0;
	const struct command *c = verb_command(line, &words);
	const struct verb *v = VERBS;
	struct args a = { .flags = c->flags };

	while (v->name && strcmp(v->name, c->name) != 0)
		v++;
	assert_non_null(v->name);
	assert_int_equal(text_copy(text, sizeof text, line + words), OK);
	for (char *p = strtok_r(text, " ", &save); p; p = strtok_r(NULL, " ", &save)) {
		const char **value = strncmp(p, "--", 2) ? &a.rest[a.rest_count++] : verb_flag(&a, p + 2);
		bool takes = value >= a.values && value < a.values + COUNT_OF(a.values) && a.flags[value - a.values].takes_value;
		*value = takes ? strtok_r(NULL, " ", &save) : strncmp(p, "--", 2) ? p : "";
	}
	buf_clear(out);
	return command_inside(&o->app, v, &a, input, strlen(input), out);
}

/* It ends so and says exactly this. */
static inline void verb_says(struct office *o, const char *line, const char *input, int want, const char *said)
{
	BUF(out);
	int err = verb_run(o, line, input, &out);

	assert_string_equal(buf_text(&out), said);
	assert_int_equal(err, want);
}

#endif
