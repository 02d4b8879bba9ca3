/* How urgent a report is: the fault's own urgency, raised by what was answered (R43).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "shared/model/report_inside.h"

bool report_is_outside(const struct report *r)
{
	return strcmp(r->branch, "surroundings") == 0;
}

bool fault_asks(const struct fault *f, const char *question)
{
	VAL_EACH(code, f ? f->questions : NULL)
		if (strcmp(val_text(code, ""), question) == 0)
			return true;
	return false;
}

enum urgency report_urgency(const struct report *r, const struct catalogue *c)
{
	const struct fault *f;

	if (strcmp(r->branch, "alarm") == 0)
		return URGENCY_EMERGENCY;
	if (report_is_outside(r))
		f = catalogue_find_outside(c, r->cause, r->fault);
	else
		f = object_find_fault(
		    area_find_object(catalogue_find_area(c, r->room), r->object), r->fault);
	if (!f)
		return URGENCY_NORMAL;
	enum urgency highest = f->urgency;
	for (int i = 0; i < r->answer_count; i++) {
		const struct report_answer *a = &r->answers[i];
		const struct val *row = catalogue_answer(c, a->question, a->answer);
		enum urgency u = urgency_from(val_str_of(row, "urgency", NULL));
		if (fault_asks(f, a->question) && u < URGENCY_MAX && u > highest)
			highest = u;
	}
	return highest;
}
