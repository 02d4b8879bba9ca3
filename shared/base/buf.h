/* Growable bytes, always followed by a NUL that does not count.
 *
 * Owner: whoever declared the struct; BUF(b) frees it at the end of the scope. No memory left is
 * not an error anybody can handle here: the program logs one line and aborts, the supervisor
 * restarts it, and the open transaction never happened.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_BASE_BUF_H
#define SHARED_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"

struct buf {
	char *data; /* NULL while empty and never grown */
	size_t len;
	size_t cap;
};

/* A buf that lives in this scope and is freed when it ends. */
#define BUF(name) CLEANUP(buf_free) struct buf name = {0}

/* Free the memory and make it empty again. Safe on an empty one. */
void buf_free(struct buf *b);

/* Forget the content, keep the memory. */
void buf_clear(struct buf *b);

/* Room for at least n more bytes (and the NUL); returns where they go, len unchanged. */
char *buf_room(struct buf *b, size_t n);

/* Append n bytes, a string, one byte, or formatted text. */
void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t n); /* decimal; a tenth of what buf_fmt takes */
void buf_fmt(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_vfmt(struct buf *b, const char *fmt, va_list ap);

/* The text, "" when empty. Owned by b, valid until the next append. */
const char *buf_text(const struct buf *b);

/* Take the memory out: the caller frees it with free(). Never NULL. */
char *buf_take(struct buf *b);

/* malloc/strdup that abort instead of returning NULL. Zeroed. Freed with free(). */
void *mem_new(size_t count, size_t size) MUST_USE;
char *mem_str(const char *s) MUST_USE;

/* Copy s into dst of size cap, always terminated.
 * ERR_FULL: s was longer, dst holds the cut text (never inside a UTF-8 character). */
int text_copy(char *dst, size_t cap, const char *s);

#endif
