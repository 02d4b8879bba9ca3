/* One event = one line on stderr: "<priority>event key=value ...".
 *
 * The prefix is journald's (<3> error … <7> debug). Values are printed with control characters
 * escaped, so a line can never be forged by what somebody typed. No personal data: ids, receipts
 * and codes only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_BASE_LOG_H
#define SHARED_BASE_LOG_H

#include "shared/base/err.h"

enum log_level { LOG_ERROR = 3, LOG_WARN = 4, LOG_NOTE = 5, LOG_INFO = 6, LOG_TRACE = 7 };

/* Lines above this level are dropped. Set once at start from the environment variable
 * PORTIEK_LOG (error, warn, note, info, trace), default note. */
int log_enabled(enum log_level level);

/* Write one line. event: a stable word with dots ("sync.acked"); fmt: "key=%s key=%d". */
void log_line(enum log_level level, const char *event, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* A broken invariant or failing disk: log and abort. The supervisor restarts. */
void die(const char *event, const char *fmt, ...) PRINTF_LIKE(2, 3) __attribute__((noreturn));

#endif
