/* In which order suspected causes are shown (D7): as the catalogue has them, which is how likely
 * people thought they are, or by how often tenants were right.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_ORDER_H
#define WEB_SITE_ORDER_H

#include "shared/model/catalogue.h"

#define ORDER_MAX 64 /* suspects of one fault */

/* Rows of f->suspects into ret, highest first. order: {"OBJECT:FAULT":{"CODE":n,"":n}} or NULL; "" is
 * the number of those it does not name. Equal ones, and everything of a fault it does not name, stay
 * as in the catalogue. "Don't know" is none of them: it comes last on its page. Returns their number. */
int order_suspects(const struct val *order, const struct object *o, const struct fault *f,
		   const struct val *ret[ORDER_MAX]);

#endif
