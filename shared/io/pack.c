/* zlib behind caps: whole buffers in, whole buffers out.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/pack.h"

#include <stdlib.h>
#include <zlib.h>

#include "shared/base/log.h"
#include "shared/io/pack_inside.h"

#define PIECE 16384
#define LOOKAHEAD 262 /* zlib keeps this much of the window to itself */
#define GZIP_WINDOW (15 + 16)

static void deflate_all(z_stream *z, const void *p, size_t n, struct buf *out)
{
	z->next_in = (Bytef *)p;
	z->avail_in = (uInt)n;
	size_t bound = deflateBound(z, (uLong)n);
	z->next_out = (Bytef *)buf_room(out, bound);
	z->avail_out = (uInt)bound;
	if (deflate(z, Z_FINISH) != Z_STREAM_END)
		die("zlib.deflate", "bytes=%zu", n);
	out->len += z->total_out;
	out->data[out->len] = '\0';
	deflateEnd(z);
}

/* The smallest window in which everything can refer to everything: a single report costs a quarter of
 * what clearing tables for 32 KiB would, at the same size. */
static int window_bits(size_t bytes)
{
	int bits = 9;
	while (bits < 15 && ((size_t)1 << bits) < bytes + LOOKAHEAD)
		bits++;
	return bits;
}

/* A stream for n bytes behind the dictionary, which may be NULL. */
static void begin(z_stream *z, size_t n, int level, const void *dict, size_t dict_len)
{
	int bits = window_bits(n + dict_len);
	if (deflateInit2(z, level, Z_DEFLATED, bits, bits <= 13 ? 7 : 8, Z_DEFAULT_STRATEGY) != Z_OK)
		die("memory.none", "what=zlib");
	if (dict && deflateSetDictionary(z, dict, (uInt)dict_len) != Z_OK)
		die("zlib.dictionary", "bytes=%zu", dict_len);
}

void pack_deflate(const void *p, size_t n, int level, const void *dict, size_t dict_len,
		  struct buf *out)
{
	z_stream z = { 0 };
	begin(&z, n, level, dict, dict_len);
	deflate_all(&z, p, n, out);
}

struct pack_primed {
	z_stream z; /* stands behind its dictionary; only ever copied */
};

struct pack_primed *pack_primed_new(int level, const void *dict, size_t dict_len, size_t most)
{
	struct pack_primed *p = mem_new(1, sizeof *p);
	begin(&p->z, most, level, dict, dict_len);
	return p;
}

void pack_primed_free(struct pack_primed *p)
{
	if (p)
		deflateEnd(&p->z);
	free(p);
}

void pack_primed_deflate(struct pack_primed *pr, const void *p, size_t n, struct buf *out)
{
	z_stream z = { 0 };
	if (deflateCopy(&z, &pr->z) != Z_OK)
		die("memory.none", "what=zlib");
	deflate_all(&z, p, n, out);
}

void pack_gzip(const void *p, size_t n, int level, struct buf *out)
{
	z_stream z = { 0 };
	if (deflateInit2(&z, level, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		die("memory.none", "what=zlib");
	deflate_all(&z, p, n, out);
}

/* One inflate() into the next piece of out; returns zlib's code, counts what came out. */
static int inflate_piece(z_stream *z, struct buf *out)
{
	z->next_out = (Bytef *)buf_room(out, PIECE);
	z->avail_out = PIECE;
	int rc = inflate(z, Z_NO_FLUSH);
	out->len += PIECE - z->avail_out;
	return rc;
}

static int inflate_all(z_stream *z, size_t n, size_t cap, const void *dict, size_t dict_len,
		       struct buf *out)
{
	size_t before = out->len;
	int rc = Z_OK;
	while (rc != Z_STREAM_END) {
		rc = inflate_piece(z, out);
		if (rc == Z_NEED_DICT) {
			if (!dict || inflateSetDictionary(z, dict, (uInt)dict_len) != Z_OK)
				return ERR_PACK;
			dict = NULL; /* asked for once */
			continue;
		}
		size_t got = out->len - before;
		if (got > cap || (got > RATIO_FREE && got / RATIO_MAX > n))
			return ERR_TOO_LARGE;
		if (rc != Z_OK && rc != Z_STREAM_END)
			return ERR_PACK;
	}
	return z->avail_in ? ERR_PACK : OK;
}

int pack_inflate_known(const void *p, size_t n, size_t cap, const void *dict, size_t dict_len,
		       struct buf *out)
{
	size_t before = out->len;
	z_stream z = { .next_in = (Bytef *)p, .avail_in = (uInt)n };
	if (inflateInit(&z) != Z_OK)
		die("memory.none", "what=zlib");
	int err = inflate_all(&z, n, cap, dict, dict_len, out);
	inflateEnd(&z);
	if (err)
		out->len = before;
	buf_room(out, 0)[0] = '\0';
	return err;
}
