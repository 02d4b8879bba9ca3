/* Shared by the files of rules, and by ladder, whose value lists are the same.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_RULES_INSIDE_H
#define SHARED_MODEL_RULES_INSIDE_H

#include <stdbool.h>

#include "shared/model/rules.h"

/* Is value (of len bytes) one of the '|' separated values of list? */
bool rules_list_has(const char *list, const char *value, size_t len);
/* All values a closed dimension can have, NULL for an open one. */
const char *rules_dim_closed(enum rule_dim dim);

#endif
