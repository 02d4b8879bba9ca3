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

const struct fault *report_find_fault(const struct report *r, const struct catalogue *c)
{
	if (report_is_outside(r))
		return catalogue_find_outside(c, r->cause, r->fault);
	return object_find_fault(area_find_object(catalogue_find_area(c, r->room), r->object),
				 r->fault);
}

const char *report_emergency(const struct report *r, const struct catalogue *c)
{
	const struct fault *f = report_find_fault(r, c);

	if (!f)
		return "";
	for (int i = 0; i < r->answer_count; i++) {
		const struct report_answer *a = &r->answers[i];
		const struct val *row = catalogue_answer(c, a->question, a->answer);
		const char *sign = val_str_of(row, "emergency", "");
		if (*sign && fault_asks(f, a->question))
			return sign;
	}
	return f->emergency;
}

enum urgency report_urgency(const struct report *r, const struct catalogue *c)
{
	if (strcmp(r->branch, "alarm") == 0)
		return URGENCY_EMERGENCY;
	const struct fault *f = report_find_fault(r, c);
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
