/* Between pack.c (zlib) and pack_fast.c (libdeflate) only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_PACK_INSIDE_H
#define SHARED_IO_PACK_INSIDE_H

#include "shared/base/pack.h"

#define RATIO_FREE (64u * 1024) /* below this any ratio is fine (protocol.md section 9) */
#define RATIO_MAX 100u

/* pack_inflate of a stream that may ask for this dictionary, which libdeflate cannot give. */
int pack_inflate_known(const void *p, size_t n, size_t cap, const void *dict, size_t dict_len,
		       struct buf *out) MUST_USE;

#endif
