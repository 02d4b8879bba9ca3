/* Bodies of plain HTML forms: application/x-www-form-urlencoded (WHATWG URL standard, section 5).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_BASE_FORM_H
#define SHARED_BASE_FORM_H

#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

#define FORM_FIELDS 16

/* Calls field() for each name and value, decoded and valid UTF-8 without NUL or other controls than
 * tab and line ends. ERR_INPUT: not of that form, or more than FORM_FIELDS of them. */
int form_read(const char *body, size_t len, void (*field)(void *ctx, const char *name, const char *value),
	      void *ctx) MUST_USE;

#endif
