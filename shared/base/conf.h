/* Settings and commands as rows: one table gives parsing, checking, --help, --print-config.
 *
 * A setting comes from its default, then the INI file (DIR/portiek.conf or --config FILE), then the
 * command line (--name-with-dashes VALUE). An unknown key is an error that names the nearest known
 * one. Reading the INI file itself is shared/io/ini.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_BASE_CONF_H
#define SHARED_BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

enum conf_kind { CONF_TEXT, CONF_INT, CONF_BOOL, CONF_SECRET };

/* One setting: where it stands in the INI file, where it goes in the program's struct. */
struct conf_row {
	const char *section; /* "corporation" */
	const char *key;     /* "phone" */
	enum conf_kind kind;
	size_t offset;       /* into the settings struct: char[cap], int64_t or bool */
	size_t cap;          /* bytes of a text */
	const char *dflt;
	const char *help;    /* one line */
};

/* Fill settings with the defaults. rows end with key NULL. */
void conf_defaults(const struct conf_row *rows, void *settings);
/* Set one value. ERR_INPUT: no such key, or not of its kind; why[] says so in a sentence. */
int conf_set(const struct conf_row *rows, void *settings, const char *section, const char *key,
	     const char *value, char *why, size_t why_cap) MUST_USE;
/* The whole as INI text, secrets masked. */
void conf_print(const struct conf_row *rows, const void *settings, struct buf *out);
/* Read an INI file over the settings (implemented in shared/io/ini.c with libinih).
 * ERR_NOT_FOUND; ERR_INPUT with "file:line: …" in why. */
int conf_read(const struct conf_row *rows, void *settings, const char *path, char *why,
	      size_t why_cap) MUST_USE;

/* ---- command line ------------------------------------------------------------------------- */

/* Flags a command takes: "--data DIR" is { "data", true, "DIR", "data folder" }. */
struct flag {
	const char *name;
	bool takes_value;
	const char *value; /* name of the value in --help */
	const char *help;
};

/* Parsed arguments of one command. */
struct args {
	const struct flag *flags;
	const char *values[24]; /* value or "" (given) or NULL (absent), by flag index */
	const char *rest[16];   /* positional arguments */
	int rest_count;
};

/* Value of a flag, dflt when absent. A flag without value reads as "". */
const char *args_get(const struct args *a, const char *name, const char *dflt);
bool args_has(const struct args *a, const char *name);

struct command {
	const char *name;         /* "serve", or "device add" (two words) */
	const struct flag *flags; /* ends with name NULL */
	const char *rest;         /* positional arguments as in --help, "" for none */
	const char *help;         /* one line for the list; COMMAND --help also tells what follows it */
	int (*run)(const struct args *a); /* returns enum err */
};

struct program {
	const char *name;
	const char *about;            /* one sentence for --help */
	const struct command *commands; /* ends with name NULL */
};

/* main() of every program: --help --version, find the command, parse its flags, run it, turn its
 * outcome into a sysexits(3) code. Messages to stderr, help to stdout. */
int program_main(const struct program *p, int argc, char **argv);

#endif
