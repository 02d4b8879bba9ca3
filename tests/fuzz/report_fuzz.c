/* The report reader: what it takes, it writes canonically, and reads again to the same text; what the
 * strict door takes, central takes too; the judge gives one of its words for any catalogue.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/val.h"
#include "shared/io/fs.h"
#include "shared/model/report.h"
#include "tests/fuzz/target.h"

/* The fullest seed of catalogue_fuzz, read anew: a few kilobytes. */
static struct catalogue *catalogue(void)
{
	struct catalogue *c = NULL;
	char why[200];
	BUF(text);
	VAL(doc) = NULL;

	MUST(fs_read(ROOT "/tests/fuzz/corpus/catalogue/full", 65536, &text) == OK);
	MUST(val_parse(text.data, text.len, NULL, &doc, NULL) == OK);
	MUST(catalogue_load(doc, &c, why, sizeof why) == OK);
	return c;
}

static void judged(const struct report *r)
{
	struct report_fault fault = { "", NULL };
	struct catalogue *c = catalogue();
	int err = report_judge(r, c, &fault);

	MUST(err == OK || err == ERR_CATALOGUE || err == ERR_INPUT || err == ERR_INCOMPLETE);
	if (err == ERR_INPUT || err == ERR_INCOMPLETE)
		MUST(fault.field[0] && fault.why);
	MUST(report_urgency(r, c) < URGENCY_MAX);
	const char *sign = report_emergency(r, c);
	MUST(!sign[0] || catalogue_has_emergency(c, sign));
	catalogue_free(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct report *r = calloc(2, sizeof *r), *back = r + 1;
	struct report_fault fault = { "", NULL };
	VAL(v) = NULL;
	BUF(text);

	buf_add(&text, data, size);
	if (!val_parse(buf_text(&text), text.len, NULL, &v, NULL)) {
		bool strict = report_read(v, true, r, &fault) == OK;
		MUST(strict || (fault.field[0] | (fault.why != NULL)));
		bool read = report_read(v, false, r, &fault) == OK;
		MUST(read || !strict);
		if (read) {
			BUF(once);
			BUF(twice);
			VAL(first) = report_write(r);
			MUST(report_read(first, true, back, &fault) == OK);
			VAL(second) = report_write(back);
			val_print(first, &once);
			val_print(second, &twice);
			MUST(strcmp(once.data, twice.data) == 0);
			judged(r);
		}
	}
	free(r);
	return 0;
}
