/* One event = one line, written with a single write(2) so lines of threads never mix.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_CAP 1024

static const char *const LEVELS[] = {
	[LOG_ERROR] = "error", [LOG_WARN] = "warn",   [LOG_NOTE] = "note",
	[LOG_INFO] = "info",   [LOG_TRACE] = "trace",
};

int log_enabled(enum log_level level)
{
	const char *name = getenv("PORTIEK_LOG");
	enum log_level limit = LOG_NOTE;
	for (enum log_level l = LOG_ERROR; name && l <= LOG_TRACE; l++)
		if (!strcmp(name, LEVELS[l]))
			limit = l;
	return level <= limit;
}

static void write_line(enum log_level level, const char *event, const char *fmt, va_list ap)
{
	char raw[LINE_CAP / 2];
	char line[LINE_CAP];
	vsnprintf(raw, sizeof raw, fmt, ap);
	int n = snprintf(line, sizeof line, "<%d>%s ", level, event);
	for (const char *p = raw; *p && n < LINE_CAP - 2; p++) {
		unsigned char c = (unsigned char)*p;
		line[n++] = c < 0x20 || c == 0x7f ? '?' : *p;
	}
	line[n++] = '\n';
	ssize_t written = write(STDERR_FILENO, line, (size_t)n);
	(void)written; /* nobody to tell when stderr is gone */
}

void log_line(enum log_level level, const char *event, const char *fmt, ...)
{
	if (!log_enabled(level))
		return;
	va_list ap;
	va_start(ap, fmt);
	write_line(level, event, fmt, ap);
	va_end(ap);
}

void die(const char *event, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	write_line(LOG_ERROR, event, fmt, ap);
	va_end(ap);
	abort();
}
