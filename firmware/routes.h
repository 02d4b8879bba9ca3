/* Every door of the kiosk, and the few page paths the program itself sends people to.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_ROUTES_H
#define FIRMWARE_ROUTES_H

#include "shared/io/http.h"

extern const struct route ROUTES[];

#define PAGE_START "/%s/"             /* language */
#define PAGE_STYLE "/built-in.css"    /* of the built-in page */
#define PAGE_SIGN "/%s/noodgeval/%s/" /* language, slug of the sign */

#endif
