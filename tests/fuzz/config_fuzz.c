/* The settings file: what is taken prints to a file that is taken and prints the same; what is
 * refused says where. An input that begins with LONG is made longer than a file may be.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sys/mman.h>
#include <unistd.h>

#include "shared/base/conf.h"
#include "tests/fuzz/target.h"

struct settings {
	char name[24], zone[40], secret[16];
	int64_t port;
	bool open;
};

static const struct conf_row ROWS[] = {
	{ "corporation", "name", CONF_TEXT, offsetof(struct settings, name), 24, "Proef", "its name" },
	{ "corporation", "timezone", CONF_TEXT, offsetof(struct settings, zone), 40, "Europe/Amsterdam", "zone" },
	{ "serve", "port", CONF_INT, offsetof(struct settings, port), 0, "8080", "where" },
	{ "serve", "open", CONF_BOOL, offsetof(struct settings, open), 0, "no", "for all" },
	{ "serve", "secret", CONF_SECRET, offsetof(struct settings, secret), 16, "", "word" },
	{ NULL, NULL, CONF_TEXT, 0, 0, NULL, NULL },
};

static int read_text(const char *text, size_t len, struct settings *s, char *why, size_t cap)
{
	char path[40];
	int fd = memfd_create("settings", 0), err;

	MUST(fd >= 0 && write(fd, text, len) == (ssize_t)len);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	why[0] = '\0';
	conf_defaults(ROWS, s);
	err = conf_read(ROWS, s, path, why, cap);
	close(fd);
	return err;
}

/* A value the file format itself would read differently: quotes, comments, blanks at the ends. */
static bool survives(const char *s)
{
	size_t n = strlen(s);
	return !strpbrk(s, ";\r\n") && (!n || (!strchr(" \t\v\f", s[0]) && !strchr(" \t\v\f", s[n - 1])));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct settings s = { .name = "" }, back = { .name = "" };
	char why[300];
	BUF(text);
	BUF(once);
	BUF(twice);

	buf_add(&text, data, size);
	for (int i = 0; i < 300000 && size >= 4 && !memcmp(data, "LONG", 4); i++)
		buf_char(&text, '\n');
	int err = read_text(buf_text(&text), text.len, &s, why, sizeof why);
	MUST(err == OK || err == ERR_TOO_LARGE || err == ERR_INPUT);
	MUST(strnlen(s.name, sizeof s.name) < sizeof s.name && strnlen(s.zone, sizeof s.zone) < sizeof s.zone);
	MUST(err ? strlen(why) > 0 : why[0] == '\0');
	if (err == ERR_INPUT)
		MUST(strstr(why, "/proc/self/fd/") == why && strchr(why, ':'));
	if (err || !survives(s.name) || !survives(s.zone))
		return 0;
	conf_print(ROWS, &s, &once);
	MUST(read_text(once.data, once.len, &back, why, sizeof why) == OK);
	conf_print(ROWS, &back, &twice);
	MUST(strcmp(once.data, twice.data) == 0);
	return 0;
}
