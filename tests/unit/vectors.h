/* Golden vectors (tests/vectors) read for the suites that hold the product to them. A vector that does
 * not hold is named; all of a file are tried before the test fails.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_VECTORS_H
#define TESTS_UNIT_VECTORS_H

#include "tests/unit/check.h"

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/text.h"
#include "shared/base/val.h"

struct vectors {
	struct val *tree;
	int tried, wrong;
};

/* tests/vectors/<name>.json */
static inline struct vectors vectors_open(const char *name)
{
	static const struct val_limits LIMITS = { .bytes = 8u << 20, .tokens = 1 << 20, .string = 1u << 20 };
	struct vectors v = { 0 };
	struct val_fault fault;
	char path[64], part[65536];
	size_t n;
	BUF(text);

	snprintf(path, sizeof path, "tests/vectors/%s.json", name);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&text, part, n);
	fclose(f);
	if (val_parse(buf_text(&text), text.len, &LIMITS, &v.tree, &fault) != OK)
		fail_msg("%s: %s at %zu", path, fault.why, fault.offset);
	return v;
}

/* Count one comparison of a vector; name it when it does not hold. */
static inline void holds(struct vectors *v, const struct val *row, bool good, const char *what)
{
	v->tried++;
	if (good)
		return;
	v->wrong++;
	print_error("vector '%s': %s\n", val_str_of(row, "name", "?"), what);
}

/* All held, and there were at least so many comparisons. */
static inline void vectors_close(struct vectors *v, int least)
{
	val_free(v->tree);
	assert_int_equal(v->wrong, 0);
	assert_true(v->tried >= least);
}

static inline bool same_text(const struct val *row, const char *member, const char *got)
{
	return strcmp(val_str_of(row, member, "(none)"), got) == 0;
}

/* Hex of any length. */
static inline void unhex(const char *hex, struct buf *out)
{
	size_t n = strlen(hex) / 2;

	for (size_t i = 0; i < n; i++) {
		char pair[3] = { hex[2 * i], hex[2 * i + 1] };
		uint8_t byte;

		assert_true(hex_decode(pair, &byte, 1));
		buf_add(out, &byte, 1);
	}
}

static inline void unhex_of(const struct val *row, const char *member, struct buf *out)
{
	unhex(val_str_of(row, member, ""), out);
}

static inline bool same_hex(const struct val *row, const char *member, const void *got, size_t n)
{
	BUF(want);

	unhex_of(row, member, &want);
	return want.len == n && memcmp(buf_text(&want), got, n) == 0;
}

#endif
