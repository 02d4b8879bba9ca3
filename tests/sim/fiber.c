/* ucontext(3) begins a stack; from then on a switch saves six registers and no signal mask.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/sim/fiber.h"

#include <setjmp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#define STACK (1024 * 1024)

struct fiber {
	char *stack;
	ucontext_t start, back;
	jmp_buf inside, outside;
	void (*fn)(void *ctx);
	void *ctx;
	bool running;
};

struct fiber *fiber_new(void)
{
	struct fiber *f = calloc(1, sizeof *f);

	f->stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return f;
}

static void first(unsigned high, unsigned low)
{
	struct fiber *f = (struct fiber *)((unsigned long)high << 32 | low);

	f->fn(f->ctx);
	f->running = false;
	_longjmp(f->outside, 1);
}

void fiber_begin(struct fiber *f, void (*fn)(void *ctx), void *ctx)
{
	unsigned long self = (unsigned long)f;

	f->fn = fn;
	f->ctx = ctx;
	f->running = true;
	getcontext(&f->start);
	f->start.uc_stack.ss_sp = f->stack;
	f->start.uc_stack.ss_size = STACK;
	f->start.uc_link = NULL;
	makecontext(&f->start, (void (*)(void))first, 2, (unsigned)(self >> 32), (unsigned)self);
	if (!_setjmp(f->outside))
		setcontext(&f->start);
}

void fiber_enter(struct fiber *f)
{
	if (!_setjmp(f->outside))
		_longjmp(f->inside, 1);
}

void fiber_leave(struct fiber *f)
{
	if (!_setjmp(f->inside))
		_longjmp(f->outside, 1);
}
