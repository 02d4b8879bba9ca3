/* The memory of the simulator: malloc and its kin for the daemons, SQLite and all, one thread, never given back.
 *
 * Promises: what a schedule takes after heap_fork lies apart from what was there before, on large pages where
 * the kernel has them, so that a fork pays for what it changes and not for where it happens to lie.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_HEAP_H
#define TESTS_SIM_HEAP_H

/* In a process that just began by fork(2): nothing from before is used again when it is freed. */
void heap_fork(void);

#endif
