/* A small file beside the database that says whether the last serve stopped cleanly. Only after an
 * unclean stop does the next start pay for a check of the database.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_WITNESS_H
#define FIRMWARE_WITNESS_H

#include <stdbool.h>

#include "shared/base/err.h"

/* Mark DIR as being served. *ret_unclean: the mark of an earlier run was still there. */
int witness_open(const char *dir, bool *ret_unclean) MUST_USE;
/* Is the mark of an earlier run there? */
bool witness_left(const char *dir);
/* Take the mark away: everything is committed and closed. */
void witness_close(const char *dir);

#endif
