/* What libdeflate does better than zlib: streams without a preset dictionary.
 *
 * Packing batches, zlib spends nine tenths of its time looking for repetitions in what is random;
 * libdeflate finds the same in a quarter of it. Opening them, it writes straight into the caller's
 * buffer and keeps no window of its own. The streams are plain RFC 1950, whoever opens them.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <libdeflate.h>

#include "shared/base/log.h"
#include "shared/io/pack_inside.h"

#define FASTEST 1
#define USUAL 4u /* times its packed size: more than a batch of sealed bodies becomes */

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

/* The most that n bytes may become. */
static size_t most_of(size_t n, size_t cap)
{
	size_t most = n > SIZE_MAX / RATIO_MAX - 1 ? SIZE_MAX : n * RATIO_MAX + RATIO_MAX - 1;

	if (most < RATIO_FREE)
		most = RATIO_FREE;
	return most < cap ? most : cap;
}

/* Begun anew with four times the room until it fits or is too large: a bomb costs as many bytes as it
 * may become, and a third more work than one attempt. */
static int inflate_plain(struct libdeflate_decompressor *d, const void *p, size_t n, size_t most,
			 struct buf *out)
{
	enum libdeflate_result rc = LIBDEFLATE_INSUFFICIENT_SPACE;
	size_t used = 0, made = 0, room = most / USUAL > n ? n * USUAL : most;

	for (;;) {
		rc = libdeflate_zlib_decompress_ex(d, p, n, buf_room(out, room), room, &used, &made);
		if (rc != LIBDEFLATE_INSUFFICIENT_SPACE || room >= most)
			break;
		room = most / USUAL > room ? room * USUAL : most;
	}
	if (rc == LIBDEFLATE_INSUFFICIENT_SPACE)
		return ERR_TOO_LARGE;
	if (rc != LIBDEFLATE_SUCCESS || used != n)
		return ERR_PACK;
	out->len += made;
	return OK;
}

int pack_inflate(const void *p, size_t n, size_t cap, const void *dict, size_t dict_len,
		 struct buf *out)
{
	if (dict)
		return pack_inflate_known(p, n, cap, dict, dict_len, out);
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	if (!d)
		die("memory.none", "what=libdeflate");
	int err = inflate_plain(d, p, n, most_of(n, cap), out);
	libdeflate_free_decompressor(d);
	buf_room(out, 0)[0] = '\0';
	return err;
}
