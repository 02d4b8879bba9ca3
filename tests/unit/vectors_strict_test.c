/* The strict pre-scan and the inflater against vectors made from the paper (tests/vectors/strict.py).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/vectors.h"

#include "shared/base/pack.h"
#include "shared/model/wire.h"

static const struct val_limits BATCH_LIMITS = { .big_key = "body" };

/* matrix 35-38: what is refused, and where */
static void documents_are_taken_and_refused_as_written(void **state)
{
	struct vectors v = vectors_open("json");

	(void)state;
	VAL_EACH(row, val_get(v.tree, "vectors")) {
		bool ok = val_bool_of(row, "ok", false);
		struct val_fault fault;
		BUF(text);

		unhex_of(row, "hex", &text);
		holds(&v, row, (val_scan(buf_text(&text), text.len, &BATCH_LIMITS, &fault) == OK) == ok, ok ? "refused" : "taken");
		if (ok)
			continue;
		holds(&v, row, (int64_t)fault.offset >= val_int_of(row, "from", 0) && (int64_t)fault.offset <= val_int_of(row, "to", 0),
		      "the fault is pointed out elsewhere");
		holds(&v, row, fault.why && fault.why[0], "no reason");
	}
	vectors_close(&v, 200);
	PROVES("R70");
}

/* matrix 33, 34 */
static void streams_are_taken_and_refused_as_written(void **state)
{
	struct vectors v = vectors_open("zlib");

	(void)state;
	VAL_EACH(row, val_get(v.tree, "vectors")) {
		BUF(in);
		BUF(out);

		unhex_of(row, "hex", &in);
		int err = pack_inflate(buf_text(&in), in.len, WIRE_INFLATED, NULL, 0, &out);
		const char *got = err == OK ? "ok" : err == ERR_TOO_LARGE ? "too_large" : err == ERR_PACK ? "bad_zlib" : "?";

		holds(&v, row, same_text(row, "result", got), got);
		holds(&v, row, (int64_t)out.len == val_int_of(row, "size", 0), "another size");
	}
	vectors_close(&v, 45);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_are_taken_and_refused_as_written),
		cmocka_unit_test(streams_are_taken_and_refused_as_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
