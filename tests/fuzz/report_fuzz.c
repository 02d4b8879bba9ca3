/* The report reader: what it takes, it writes canonically, and reads again to the same text.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "shared/base/val.h"
#include "shared/model/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct report r, back;
	struct report_fault fault;
	VAL(v) = NULL;
	if (val_parse((const char *)data, size, NULL, &v, NULL) || report_read(v, false, &r, &fault))
		return 0;
	BUF(once);
	BUF(twice);
	VAL(first) = report_write(&r);
	if (report_read(first, true, &back, &fault))
		abort();
	VAL(second) = report_write(&back);
	val_print(first, &once);
	val_print(second, &twice);
	if (strcmp(once.data, twice.data))
		abort();
	return 0;
}
