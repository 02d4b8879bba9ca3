/* Walking JSON text in place, without building a tree.
 *
 * Only for text that val_scan accepted: nothing is checked twice, and outside that promise nothing
 * is promised. It exists because items must be kept byte for byte and cost no allocation.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_WALK_H
#define SHARED_MODEL_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

/* A piece of somebody else's text; of a value without surrounding space. n 0: absent. */
struct span {
	const char *p;
	size_t n;
};

struct walk {
	const char *at;
	bool object;
};

/* The value a whole text holds. */
struct span walk_text(const char *text, size_t len);
/* Start over the members of an object or the elements of an array. false: v is neither. */
bool walk_begin(struct walk *w, struct span v);
/* The same of an array only. */
bool walk_array(struct walk *w, struct span v);
/* Next member or element; name is its key with quotes, n 0 in an array. false at the end. */
bool walk_next(struct walk *w, struct span *ret_name, struct span *ret_value);
/* Member of an object by name (names with escapes are not found); n 0 when absent. */
struct span walk_get(struct span object, const char *name);

/* The members named (list ends with NULL) in one pass; ret[i] has n 0 when absent.
 * false: not an object. */
bool walk_pick(struct span object, const char *const *names, struct span *ret);
/* The same of the object that begins at text; returns what stands behind it. So a list of objects is
 * read in one pass, without first looking where each ends. */
const char *walk_pick_at(const char *text, const char *const *names, struct span *ret);
/* Next element of an array whose elements end where the caller says: its first character, NULL at the
 * end. Then set w->at behind the element. */
const char *walk_element(struct walk *w);

bool span_is(struct span name, const char *plain); /* is this string exactly plain? */
bool span_is_object(struct span v);
bool span_is_array(struct span v);
bool span_is_string(struct span v);
bool span_bool(struct span v, bool dflt);

/* Unescaped string into out. false: no string, or longer than cap - 1. */
bool span_copy(struct span v, char *out, size_t cap);
/* Unescaped string appended. false: no string. */
bool span_append(struct span v, struct buf *out);
/* Integer within [min,max]. false: anything else. */
bool span_int(struct span v, int64_t min, int64_t max, int64_t *ret);

#endif
