/* Two stacks, one thread: a machine's program and the world that runs it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_FIBER_H
#define TESTS_SIM_FIBER_H

struct fiber;

struct fiber *fiber_new(void);
/* Begin fn(ctx) on the fiber's stack; whatever ran there before is forgotten. Returns at its first
 * fiber_leave, or when fn returned. */
void fiber_begin(struct fiber *f, void (*fn)(void *ctx), void *ctx);
/* Go on where it left. */
void fiber_enter(struct fiber *f);
/* From inside: back to who entered. */
void fiber_leave(struct fiber *f);

#endif
