/* Civil dates of the installation: texts like "2026-12-31" that sort as they are.
 *
 * Only what the register needs of server/calendar: which day it is, some days later, how it reads.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CIVIL_H
#define SERVER_CIVIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CIVIL_TEXT 11 /* with NUL */

struct app;

/* Today in the zone of the installation. */
void civil_today(const struct app *app, char out[CIVIL_TEXT]);
/* The first and the last ms of a day in that zone; date must be day_valid. */
int64_t civil_begin(const struct app *app, const char *date);
int64_t civil_end(const struct app *app, const char *date);
/* date plus so many days; date must be day_valid. */
void civil_add(const char *date, int days, char out[CIVIL_TEXT]);
/* "31 december 2026" into out. */
void civil_words(const char *date, char *out, size_t cap);
/* Does a span hold on a day? Both ends are within, "" is open. */
bool civil_within(const char *from, const char *until, const char *day);

#endif
