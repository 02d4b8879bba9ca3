/* One table: name on the wire, place, default.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/promises.h"

#include <stddef.h>

#define ROW(name, days) { #name, offsetof(struct promises, name), days }

static const struct row {
	const char *name;
	size_t offset;
	int64_t dflt;
} ROWS[] = {
	ROW(confirm_days, 2), ROW(fitter_days, 10), ROW(planned_days, 30), ROW(outside_days, 5),
	ROW(urgent_hours, 24),
};

void promises_write(const struct promises *p, struct val *into)
{
	for (size_t i = 0; i < COUNT_OF(ROWS); i++)
		val_put_int(into, ROWS[i].name, *(const int64_t *)((const char *)p + ROWS[i].offset));
}

void promises_read(const struct val *v, struct promises *ret)
{
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		int64_t n = val_int_of(v, ROWS[i].name, 0);
		bool good = n >= 1 && n <= PROMISE_MAX;
		*(int64_t *)((char *)ret + ROWS[i].offset) = good ? n : ROWS[i].dflt;
	}
}
