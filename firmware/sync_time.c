/* What time it is at least.
 *
 * The clock of a kiosk may be dead and say 1970. Then TLS would take every certificate for one of the
 * future, so certificates are judged at no earlier time than this program was built, or central last said
 * what time it is. Items are dated by central from the monotonic clock anyway.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/sync_inside.h"

#define BELIEVED_S (INT64_C(30) * 366 * 86400) /* a word further away than this is none */

int64_t sync_time_floor(const struct sync_task *t)
{
	const struct device_marks *m = &t->device.marks;
	int64_t built = PORTIEK_BUILT, said = m->last_contact / SECOND_MS + m->skew_s;

	return m->last_contact > 0 && said > built && said - built < BELIEVED_S ? said : built;
}

const char *sync_time_quality(const struct sync_task *t)
{
	return clock_wall(t->o.clock) / SECOND_MS < sync_time_floor(t) ? "floor" : "rtc";
}
