/* The table of refusals. Devices act on the code, people read the message in logs.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/sync/fault.h"

#include <string.h>

static const struct fault_row FAULTS[FAULT_MAX] = {
	[FAULT_NONE] = { "", 200, "" },
	[FAULT_BAD_REQUEST] = { "bad_request", 400, "target or query not in the allowed form" },
	[FAULT_BAD_DIGEST] = { "bad_digest", 400, "Content-Digest is not that of the body" },
	[FAULT_BAD_ZLIB] = { "bad_zlib", 400, "not exactly one zlib stream" },
	[FAULT_BAD_JSON] = { "bad_json", 400, "not strict JSON" },
	[FAULT_BAD_ENVELOPE] = { "bad_envelope", 400, "a member is missing or wrong" },
	[FAULT_BAD_SIGNATURE] = { "bad_signature", 401, "signature fields or signature wrong" },
	[FAULT_CLOCK_SKEW] = { "clock_skew", 401, "created is more than 300 s off" },
	[FAULT_UNKNOWN_DEVICE] = { "unknown_device", 401, "no such device or key number" },
	[FAULT_BAD_CODE] = { "bad_code", 401, "enrolment code unknown, used, expired or not proven" },
	[FAULT_DEVICE_REVOKED] = { "device_revoked", 403, "this device was revoked" },
	[FAULT_DEVICE_PENDING] = { "device_pending", 403, "this device waits for approval" },
	[FAULT_NOT_FOUND] = { "not_found", 404, "no such thing" },
	[FAULT_BAD_METHOD] = { "bad_method", 405, "method not allowed here" },
	[FAULT_COUNTER_REPLAYED] = { "counter_replayed", 409, "counter was used before" },
	[FAULT_DEVICE_FORKED] = { "device_forked", 409, "two lines of this device exist" },
	[FAULT_WRONG_OFFSET] = { "wrong_offset", 409, "upload continues elsewhere" },
	[FAULT_CURSOR_RESET] = { "cursor_reset", 410, "cursor is not usable, start over" },
	[FAULT_LENGTH_REQUIRED] = { "length_required", 411, "Content-Length is missing" },
	[FAULT_TOO_LARGE] = { "too_large", 413, "over its limit" },
	[FAULT_BAD_TYPE] = { "bad_type", 415, "content type not accepted here" },
	[FAULT_BLOB_CORRUPT] = { "blob_corrupt", 422, "hash of the blob is wrong" },
	[FAULT_BAD_VERSION] = { "bad_version", 426, "protocol version not supported" },
	[FAULT_SLOW_DOWN] = { "slow_down", 429, "too many attempts" },
	[FAULT_HEAD_TOO_LARGE] = { "head_too_large", 431, "request head over its limit" },
	[FAULT_INTERNAL] = { "internal", 500, "our own fault" },
	[FAULT_BUSY] = { "busy", 503, "try again later" },
	[FAULT_STORAGE_FULL] = { "storage_full", 503, "no room to store it durably" },
};

const struct fault_row *fault_row(enum sync_fault f)
{
	return &FAULTS[f < FAULT_MAX ? f : FAULT_INTERNAL];
}

enum sync_fault fault_from(const char *code, int status)
{
	for (int f = FAULT_BAD_REQUEST; f < FAULT_MAX; f++)
		if (strcmp(FAULTS[f].code, code) == 0)
			return (enum sync_fault)f;
	if (status >= 200 && status < 300)
		return FAULT_NONE;
	return status >= 400 && status < 500 ? FAULT_BAD_REQUEST : FAULT_INTERNAL;
}
