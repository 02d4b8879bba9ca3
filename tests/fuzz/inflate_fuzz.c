/* The zlib reader under its caps: never more than the cap comes out, nothing stays on an error.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>

#include "shared/base/pack.h"

#define CAP (256 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	BUF(out);
	int err = pack_inflate(data, size, CAP, NULL, 0, &out);
	if (out.len > CAP || (err && out.len))
		abort();
	return 0;
}
