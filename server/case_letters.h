/* What leaves the house when a step is taken with a case (R11, R19, R21, R23, R41, R48).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CASE_LETTERS_H
#define SERVER_CASE_LETTERS_H

#include "server/case_store.h"
#include "shared/base/val.h"

struct app;

/* Queue the letters of a step. c: the case after it; in: what was filled in, and what the effects
 * added. Somebody without a mail address is called instead, where the letter matters.
 * ERR_INPUT: field[] says which text may not leave (it names who reported a restricted case, R55). */
int case_letters(struct app *app, const struct case_row *c, enum action action, const struct val *in,
		 char field[32]) MUST_USE;
/* May a letter follow from this step, so that there is something to look at before it is taken? */
bool case_letters_follow(enum action action);
/* Remind the party whose answer is awaited; false when it has no address or nothing was asked. */
bool case_letter_reminder(struct app *app, const struct case_row *c);

#endif
