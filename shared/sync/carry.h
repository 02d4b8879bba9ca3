/* Batches and their replies carried by hand: a request exactly as it would be sent, in a file, and the reply
 * to it in another (PROTOCOL.md section 3, D11).
 *
 * A file is one HTTP/1.1 message with the header lines the protocol knows, each once, and nothing behind its
 * body. Whoever carries it can read nothing in it and change nothing: the seals and the signatures are inside.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_SYNC_CARRY_H
#define SHARED_SYNC_CARRY_H

#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/text.h"
#include "shared/model/wire.h"
#include "shared/sync/sig.h"

#define CARRY_HEAD 2048                      /* most bytes before the body */
#define CARRY_FILE (WIRE_PACKED + CARRY_HEAD) /* most bytes of a carried batch */
#define CARRY_REPLY (256 * 1024)             /* most bytes of a carried reply */
#define CARRY_TYPE "application/vnd.portiek.carried"

/* Header values of a carried message, "" when absent; body points into the file. */
struct carried {
	int status;                  /* of a reply; 0: a request */
	char authority[256];
	char protocol[16];
	char counter[24];
	char digest[SIG_DIGEST];
	char input[SIG_INPUT];
	char signature[SIG_HEADER];
	char type[64];
	struct span body;
};

/* Append a batch request: headers as device_request has them ("name: value\r\n" lines). */
void carry_write_request(struct buf *out, const char *authority, const struct buf *headers, const struct buf *body);
/* Append a reply. */
void carry_write_reply(struct buf *out, int status, const char *type, const char *digest, const char *input,
		       const char *signature, const struct buf *body);
/* Read either. ERR_INPUT: not such a file, or cut short, or longer than it says. */
int carry_read(const char *file, size_t n, struct carried *ret) MUST_USE;

#endif
