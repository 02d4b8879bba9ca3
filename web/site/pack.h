/* A folder of built files (the staff app) as one archive, served by the same code as the pages.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_PACK_H
#define WEB_SITE_PACK_H

#include "shared/base/err.h"

/* Write every file below dir into the archive at path; names are relative to dir.
 * ERR_NOT_FOUND, ERR_TOO_LARGE (a file over 16 MiB), ERR_STORAGE. */
int site_pack(const char *dir, const char *path) MUST_USE;

#endif
