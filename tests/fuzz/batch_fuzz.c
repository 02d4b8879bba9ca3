/* The envelope of a batch, as central reads it once the scan let it through.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>

#include "shared/base/val.h"
#include "shared/model/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct val_limits limits = { .big_key = "body" };
	struct wire_head head;
	struct wire_fault fault;
	struct wire_item *items = calloc(WIRE_ITEMS, sizeof *items);
	int count = 0;
	BUF(text);
	buf_add(&text, data, size);
	if (!val_scan(buf_text(&text), text.len, &limits, NULL) &&
	    !wire_batch_read(buf_text(&text), text.len, &head, items, &count, &fault) &&
	    count > WIRE_ITEMS)
		abort();
	free(items);
	return 0;
}
