/* What the rooms of the letters share. Nobody else includes this.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LETTERS_INSIDE_H
#define SERVER_LETTERS_INSIDE_H

#include "server/letters.h"

#define LETTERS_DAY   "day"   /* how a day is written in a language */
#define LETTERS_FRAME "frame" /* the HTML around the words; one for all languages */

/* A built-in template, NULL when there is none. lang "" = the frame. */
const char *letters_built_in(const char *lang, const char *name);
/* The template in force: DIR's own when it will do, else the built-in one (Dutch when lang has none). */
void letters_template(const char *dir, const char *lang, const char *name, struct buf *out);

#endif
