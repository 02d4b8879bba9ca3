/* Every door of the office. Rows in server/routes.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_ROUTES_H
#define SERVER_ROUTES_H

#include "shared/io/http.h"

extern const struct route ROUTES[];
extern const char LIVE_PATH[];

#endif
