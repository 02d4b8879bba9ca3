/* The reader of what a tenant says about a report made before: as report_fuzz.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/answer.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct answer a, back;
	struct report_fault fault = { "", NULL };
	VAL(v) = NULL;
	BUF(text);

	buf_add(&text, data, size);
	if (val_parse(buf_text(&text), text.len, NULL, &v, NULL))
		return 0;
	bool strict = answer_read(v, true, &a, &fault) == OK;
	bool read = answer_read(v, false, &a, &fault) == OK;
	MUST(read || !strict);
	if (!read)
		return 0;
	BUF(once);
	BUF(twice);
	VAL(first) = answer_write(&a);
	MUST(answer_read(first, true, &back, &fault) == OK);
	VAL(second) = answer_write(&back);
	val_print(first, &once);
	val_print(second, &twice);
	MUST(strcmp(once.data, twice.data) == 0);
	if (answer_judge(&a, true, &fault) == OK)
		MUST(answer_judge(&a, false, &fault) == OK);
	MUST(answer_complains(&a) == !strcmp(a.answer, "complaint"));
	MUST(!answer_may_complain("", false, a.t, a.t, 1));
	MUST(answer_may_complain("", true, a.t, a.t, 1));
	return 0;
}
