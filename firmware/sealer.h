/* What sealing a report needs, made ready before somebody waits for it.
 *
 * Two thirds of a seal do not depend on the report: a key pair for this one box and the secret shared with
 * central's intake key. They are made in idle time, used once and wiped. The dictionary is read into the
 * compressor once. Without a sealer, and in a burst that outruns it, sealing takes longer and gives the
 * same.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SEALER_H
#define FIRMWARE_SEALER_H

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"

struct db;
struct device_seal;
struct loop;
struct sealer;

struct sealer *sealer_new(void);
/* Wipes what was not used. */
void sealer_free(struct sealer *s);
/* From now on by itself: something is made ready a moment after each use, in this loop. */
void sealer_serve(struct sealer *s, struct loop *loop, struct db *db);
/* Make one more seal ready for the key in use now. false: enough are. */
bool sealer_prepare(struct sealer *s, const struct device_seal *with);

/* Compress and seal; appended to out. s NULL: all of it now. */
void sealer_close(struct sealer *s, const struct device_seal *with, const void *plain, size_t n,
		  struct buf *out);

#endif
