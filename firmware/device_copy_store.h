/* A second copy of the identity: DIR/identity, beside the database (PROTOCOL.md section 11).
 *
 * Who this kiosk is, which server key it trusts, how far its counter and marks are: the rows of table
 * meta that begin with "sync.", as lines with a SHA-256 below, replaced as a whole, 0600. The secret
 * key is not in it: that is a file of its own in DIR/keys.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_DEVICE_COPY_STORE_H
#define FIRMWARE_DEVICE_COPY_STORE_H

#include <stdbool.h>

#include "shared/base/buf.h"

struct db;

/* After a rebuild the counter goes on this far above what is known: none can have been used there. */
#define DEVICE_COPY_JUMP 1000000

/* The text as it should stand now. What changes with every contact is not in it. */
void device_copy_text(struct db *db, struct buf *out);
/* Lay it down durably, nothing when it stands there already. Before enrolment there is none. ERR_STORAGE. */
int device_copy_write(struct db *db, const char *data_dir) MUST_USE;
/* Read it. ERR_NOT_FOUND; ERR_CRYPT: damaged. */
int device_copy_read(const char *data_dir, struct buf *out) MUST_USE;
/* Migration of the database it was copied from last, 0: no copy. */
int64_t device_copy_schema(const char *data_dir);
/* Rows from a text that device_copy_read gave; inside an event. ERR_STORAGE. */
int device_copy_restore(struct db *db, const struct buf *text) MUST_USE;

#endif
