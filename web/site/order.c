/* See order.h. A stable insertion: lists are short.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/order.h"

#include <stdio.h>

static int64_t weight(const struct val *scores, const struct val *suspect)
{
	return val_int_of(scores, val_str_of(suspect, "code", ""), val_int_of(scores, "", 0));
}

int order_suspects(const struct val *order, const struct object *o, const struct fault *f,
		   const struct val *ret[ORDER_MAX])
{
	char key[160];
	int count = 0;

	snprintf(key, sizeof(key), "%s:%s", o->code, f->code);
	const struct val *scores = order ? val_get(order, key) : NULL;
	VAL_EACH(suspect, f->suspects) {
		int at = count;
		if (count == ORDER_MAX)
			break;
		while (scores && at > 0 && weight(scores, ret[at - 1]) < weight(scores, suspect)) {
			ret[at] = ret[at - 1];
			at--;
		}
		ret[at] = suspect;
		count++;
	}
	return count;
}
