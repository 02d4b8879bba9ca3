/* Whole-buffer zlib (RFC 1950) with caps. Implemented in shared/io/pack.c and pack_fast.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_BASE_PACK_H
#define SHARED_BASE_PACK_H

#include <stddef.h>

#include "shared/base/buf.h"

/* One zlib stream of p appended to out. level 1..9. dict may be NULL (preset dictionary). */
void pack_deflate(const void *p, size_t n, int level, const void *dict, size_t dict_len,
		  struct buf *out);

/* Inflate exactly one zlib stream with a right Adler-32 and nothing behind it, appended to out.
 * cap: most bytes it may become; ratio 100:1 is enforced once over 64 KiB (protocol.md section 9).
 * ERR_TOO_LARGE: cap or ratio; ERR_PACK: damaged, trailing bytes, wrong or unexpected dictionary.
 * out is unchanged on error. */
int pack_inflate(const void *p, size_t n, size_t cap, const void *dict, size_t dict_len,
		 struct buf *out) MUST_USE;

/* One zlib stream of p appended to out by libdeflate at its fastest: a quarter of zlib's time, for fewer
 * bytes. For batches, which are mostly base64 of sealed bodies, and for what is packed while others wait. */
void pack_fast(const void *p, size_t n, struct buf *out);

/* A compressor that has read its dictionary already, for many small texts. most: bytes of the largest it
 * is meant for; larger ones are packed all the same. Its streams are those of pack_deflate. */
struct pack_primed;
struct pack_primed *pack_primed_new(int level, const void *dict, size_t dict_len, size_t most);
void pack_primed_free(struct pack_primed *p);
void pack_primed_deflate(struct pack_primed *pr, const void *p, size_t n, struct buf *out);

/* A gzip stream (RFC 1952) of p appended to out, for clients that do not take deflate. */
void pack_gzip(const void *p, size_t n, int level, struct buf *out);

#endif
