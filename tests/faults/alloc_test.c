/* Allocations that fail, anywhere in every workload (matrix 24): the step is refused, or the process ends
 * in order and its next start goes on; nothing confirmed is gone. Who was not ended has given back all it took
 * once the house is closed, SQLite's own caches with it; of who was ended there is nothing to count.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "tests/faults/alloc.h"
#include "tests/faults/errors.h"

int main(int argc, char **argv)
{
	static const struct fault_kind KINDS[] = {
		{ .name = "an allocation that fails", .rows = "matrix 24", .put = alloc_fail, .lift = alloc_off,
		  .places = alloc_counted, .watch = alloc_watch, .held = alloc_held },
		{ 0 },
	};

	alloc_start();
	return errors_main(argc, argv, KINDS, strcmp(HOUSE_NAME, "kiosk") ? 12 : 40);
}
