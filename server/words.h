/* The Dutch words the office shows for codes: one table, nothing else in the server speaks to
 * people (labels of the catalogue come from the catalogue).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_WORDS_H
#define SERVER_WORDS_H

/* Word of a code within a group ("state", "new"); the code itself when there is none. */
const char *words_get(const char *group, const char *code);
/* Sentence of an error slug. */
const char *words_error(const char *slug);

/* Label of a field of a step: its own ("result", "text") or that of the field. */
const char *words_field(const char *step, const char *field);

#endif
