/* Files that prove something: kept below DIR/blobs by their SHA-256 (R22, R23).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_EVIDENCE_H
#define SERVER_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"

struct app;
struct request;
struct reply;

#define EVIDENCE_CAP (8u << 20)
#define EVIDENCE_MOST 20 /* files of one case */

/* Keep a file with a case. type must be what its first bytes say: image/jpeg, image/png or
 * application/pdf. name: as people know it. The file is durable before the row: the last
 * thing of its event, and forget_files at the start takes one whose event was not committed.
 * ERR_TYPE; ERR_TOO_LARGE; ERR_FULL: the case has enough; ERR_STORAGE. In an event. */
int evidence_keep(struct app *app, int64_t nr, const char *who, const char *name, const char *type,
		  const void *p, size_t n) MUST_USE;

/* GET /api/v1/evidence/N: as a download; what a role may not see of the case it may not see here. */
int evidence_get(struct app *app, const struct request *rq, struct reply *rp);

#endif
