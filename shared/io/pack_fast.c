/* Batches packed by libdeflate.
 *
 * zlib spends nine tenths of its time looking for repetitions in what is random; libdeflate finds the
 * same in a quarter of it. The stream is plain RFC 1950, whoever opens it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <libdeflate.h>

#include "shared/base/log.h"
#include "shared/base/pack.h"

#define FASTEST 1

void pack_fast(const void *p, size_t n, struct buf *out)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(FASTEST);
	if (!c)
		die("pack.fast", "why=memory");
	size_t room = libdeflate_zlib_compress_bound(c, n);
	char *to = buf_room(out, room);
	size_t used = libdeflate_zlib_compress(c, p, n, to, room);
	libdeflate_free_compressor(c);
	if (!used)
		die("pack.fast", "why=bound");
	out->len += used;
	out->data[out->len] = '\0';
}
