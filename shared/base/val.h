/* A JSON value, read and built, without naming the library that holds it.
 *
 * Pure rooms (model, sync) need JSON but may not see cJSON; this header is the seam. It is
 * implemented in shared/io/json.c, where struct val *is* a cJSON node. Reading never allocates and
 * never fails on NULL: a missing member reads as NULL, "" or the given default, so a reader asks
 * for all it wants first and judges afterwards.
 *
 * Ownership: val_parse, val_object, val_array give a tree to the caller (VAL(v) frees it at the end
 * of scope); everything reached from a tree belongs to that tree; val_put takes over its child.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_BASE_VAL_H
#define SHARED_BASE_VAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"

struct val;

/* Caps of the strict pre-scan (protocol.md section 9). 0 in a field means its default. */
struct val_limits {
	size_t bytes;  /* whole document, default 2 MiB */
	int depth;     /* top object = 1, default 12 */
	int tokens;    /* values + keys, default 32,768 */
	size_t string; /* bytes after unescaping, default 4 KiB */
	size_t big;    /* cap for members named in big_key, default 98,304 */
	const char *big_key; /* the one member allowed to be larger ("body"), or NULL */
};

struct val_fault {
	size_t offset;   /* byte where the document stopped being acceptable */
	const char *why; /* short English, static */
};

/* Strict parse: well-formed UTF-8, no NUL or \u0000, no lone surrogates, no duplicate keys, integers
 * 0|-?[1-9][0-9]* within +-(2^52-1) only, one document, nothing behind it, all caps checked before
 * anything is allocated. limits NULL = defaults. fault may be NULL.
 * ERR_JSON with *fault filled; *ret is then NULL. */
int val_parse(const char *text, size_t len, const struct val_limits *limits,
	      struct val **ret, struct val_fault *fault) MUST_USE;

/* Only the scan of val_parse, allocating nothing. */
int val_scan(const char *text, size_t len, const struct val_limits *limits,
	     struct val_fault *fault) MUST_USE;

/* Only the other half: for a text, or the text of a value inside one, that passed val_scan. */
int val_read(const char *text, size_t len, struct val **ret) MUST_USE;

#define VAL(name) CLEANUP(val_freep) struct val *name
void val_free(struct val *v);
void val_freep(struct val **v);

/* Member of an object by exact name; NULL when v is no object or has none. */
const struct val *val_get(const struct val *v, const char *name);

bool val_is_object(const struct val *v);
bool val_is_array(const struct val *v);
bool val_is_string(const struct val *v);
bool val_is_int(const struct val *v);
bool val_is_bool(const struct val *v);
bool val_is_null(const struct val *v); /* a JSON null; false for a missing member */

/* The text of a string, dflt when v is no string. */
const char *val_text(const struct val *v, const char *dflt);
int64_t val_int(const struct val *v, int64_t dflt);
bool val_bool(const struct val *v, bool dflt);

/* Shorthands: member of an object. */
const char *val_str_of(const struct val *v, const char *name, const char *dflt);
int64_t val_int_of(const struct val *v, const char *name, int64_t dflt);
bool val_bool_of(const struct val *v, const char *name, bool dflt);

/* Children of an array or object, in order:  VAL_EACH(c, list) { … } */
const struct val *val_first(const struct val *v);
const struct val *val_next(const struct val *child);
int val_count(const struct val *v);
/* The child put last, to put more into it; NULL when there is none. */
struct val *val_last(struct val *v);
const char *val_name(const struct val *child); /* its key inside an object, "" otherwise */
#define VAL_EACH(c, list) for (const struct val *c = val_first(list); c; c = val_next(c))

/* Build. Every val_put_… appends to an object (name) or, with name NULL, to an array.
 * A NULL string becomes JSON null. */
struct val *val_object(void) MUST_USE;
struct val *val_array(void) MUST_USE;
void val_put(struct val *into, const char *name, struct val *child);
void val_put_str(struct val *into, const char *name, const char *s);
void val_put_int(struct val *into, const char *name, int64_t n);
void val_put_bool(struct val *into, const char *name, bool b);
void val_put_null(struct val *into, const char *name);
/* Put JSON text verbatim; the caller vouches for it (it was scanned when it came in). */
void val_put_raw(struct val *into, const char *name, const char *json);
struct val *val_put_object(struct val *into, const char *name);
struct val *val_put_array(struct val *into, const char *name);
struct val *val_copy(const struct val *v) MUST_USE;

/* Compact JSON appended to out; val_print_pretty with tabs. */
void val_print(const struct val *v, struct buf *out);
void val_print_pretty(const struct val *v, struct buf *out);

/* One JSON string literal with quotes, escaped, appended to out. */
void val_quote(const char *s, struct buf *out);

#endif
