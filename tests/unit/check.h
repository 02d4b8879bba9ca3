/* What every unit suite starts with: cmocka, and PROVES("R40 D2") which prints the requirement
 * numbers of a test once it passed (tests/run compares them with tests/requirements.md).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CHECK_H
#define TESTS_UNIT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Last line of a test: only a test that came this far has passed. */
#define PROVES(numbers) printf("proves %s %s\n", __func__, numbers)

#endif
