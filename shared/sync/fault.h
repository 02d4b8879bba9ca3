/* Every refusal of the protocol, in one table (PROTOCOL.md section 1).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_SYNC_FAULT_H
#define SHARED_SYNC_FAULT_H

enum sync_fault {
	FAULT_NONE,
	FAULT_BAD_REQUEST, FAULT_BAD_DIGEST, FAULT_BAD_ZLIB, FAULT_BAD_JSON, FAULT_BAD_ENVELOPE,
	FAULT_BAD_SIGNATURE, FAULT_CLOCK_SKEW, FAULT_UNKNOWN_DEVICE, FAULT_BAD_CODE,
	FAULT_DEVICE_REVOKED, FAULT_DEVICE_PENDING,
	FAULT_NOT_FOUND, FAULT_BAD_METHOD,
	FAULT_COUNTER_REPLAYED, FAULT_DEVICE_FORKED, FAULT_WRONG_OFFSET,
	FAULT_CURSOR_RESET, FAULT_LENGTH_REQUIRED, FAULT_TOO_LARGE, FAULT_BAD_TYPE,
	FAULT_BLOB_CORRUPT, FAULT_BAD_VERSION, FAULT_SLOW_DOWN, FAULT_HEAD_TOO_LARGE,
	FAULT_INTERNAL, FAULT_BUSY, FAULT_STORAGE_FULL,
	FAULT_MAX
};

struct fault_row {
	const char *code; /* "bad_json" */
	int status;       /* HTTP */
	const char *msg;  /* English, for logs */
};

const struct fault_row *fault_row(enum sync_fault f);
/* From a code as received: by name; an unknown one acts as its status class. */
enum sync_fault fault_from(const char *code, int status);

#endif
