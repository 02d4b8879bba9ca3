/* Shared by the files of words only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_WORDS_INSIDE_H
#define SERVER_WORDS_INSIDE_H

#include <stddef.h>

struct word {
	const char *group, *code, *text;
};

/* The words of working a case: states, steps, fields, deadlines, personal links. */
const struct word *words_of_flow(size_t *ret_count);
/* The words of administration: the audit, files of rules, devices. */
const struct word *words_of_admin(size_t *ret_count);
/* The words of a new report on the phone: doors, who pays. */
const struct word *words_of_intake(size_t *ret_count);
/* The words of dashboards and exports. */
const struct word *words_of_figures(size_t *ret_count);

#endif
