/* Small files of lines "name value" that this office writes and reads back: witness, seal of a copy.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LINES_H
#define SERVER_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Take "name value\n" at *at: value into out, *at behind it. false: another line, or too long. */
bool lines_take(const char **at, const char *name, char *out, size_t cap);
/* The same with a number from 0 on. */
bool lines_take_int(const char **at, const char *name, int64_t *ret);

#endif
