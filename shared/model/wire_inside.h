/* Between wire_batch.c and wire_item.c only: the members of an item, found in one pass over its text.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_WIRE_INSIDE_H
#define SHARED_MODEL_WIRE_INSIDE_H

#include "shared/model/wire.h"

enum wire_member { ITEM_ID, ITEM_SEQ, ITEM_BODY, ITEM_VOID, ITEM_H, ITEM_KIND, ITEM_SCHEMA, ITEM_T, ITEM_KEY,
	ITEM_DICT, ITEM_AFTER, ITEM_ATT, ITEM_MEMBERS };

/* Find the members of the item whose object begins at text; n 0 for those that lack. Returns what
 * stands behind the item. */
const char *wire_item_members(const char *text, struct span ret[ITEM_MEMBERS]);
/* wire_item_read of members found. */
int wire_item_judge(const struct span f[ITEM_MEMBERS], struct wire_detail *ret, char path[32]) MUST_USE;

#endif
