/* The strict JSON reader: what the scan lets through, cJSON reads and prints to an equal document.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "shared/base/val.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VAL(v) = NULL;
	VAL(again) = NULL;
	BUF(once);
	BUF(twice);
	if (val_parse((const char *)data, size, NULL, &v, NULL))
		return 0;
	val_print(v, &once);
	if (val_parse(once.data, once.len, NULL, &again, NULL))
		abort(); /* what we print we must be able to read */
	val_print(again, &twice);
	if (strcmp(once.data, twice.data))
		abort();
	return 0;
}
