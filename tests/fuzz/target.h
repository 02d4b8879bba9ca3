/* What every fuzz target starts with: cutting its input into parts, and claims that must hold.
 *
 * A target tells a broken promise by abort(), which libFuzzer and the replay both notice. It keeps
 * nothing from one input to the next.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_FUZZ_TARGET_H
#define TESTS_FUZZ_TARGET_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(claim) \
	do { \
		if (!(claim)) { \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #claim); \
			abort(); \
		} \
	} while (0)

/* What is left of an input. */
struct input {
	const uint8_t *p;
	size_t n;
};

static inline uint8_t input_byte(struct input *in)
{
	if (!in->n)
		return 0;
	in->n--;
	return *in->p++;
}

/* Up to the next line end (which is eaten), ends at a NUL, cut to cap. */
static inline void input_line(struct input *in, char *out, size_t cap)
{
	size_t n = 0, i = 0;
	for (; i < in->n && in->p[i] != '\n'; i++)
		if (n + 1 < cap)
			out[n++] = (char)in->p[i];
	out[n] = '\0';
	i += i < in->n;
	in->p += i;
	in->n -= i;
}

/* All that is left, as a copy of its very size, so that a sanitizer sees every byte read too far. */
static inline void input_rest(struct input *in, struct buf *out)
{
	buf_add(out, in->p, in->n);
	in->n = 0;
}

#endif
