/* One record of the capture spool, as bytes: the second copy of an item (PROTOCOL.md section 11).
 *
 * A record is mark (4) | length of payload (4) | SHA-256 of payload (32) | payload. The payload of an
 * item holds all a rebuilt kiosk needs: number, id, h, receipt, hash of the follow code, capture time,
 * rank, what it answers, and its final text. Numbers are big-endian. Pure: no files, no clock.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SPOOL_RECORD_H
#define FIRMWARE_SPOOL_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/text.h"

#define SPOOL_HEAD 40                  /* bytes before the payload */
#define SPOOL_TEXT (112 * 1024)        /* most bytes of an item's text: 64 KiB sealed, in base64 */
#define SPOOL_PAYLOAD (SPOOL_TEXT + 1024)

struct spool_item {
	int64_t n;                     /* line * 2^40 + seq, as in outbox_item */
	int64_t t;                     /* capture, ms since 1970 UTC */
	int rank;                      /* 0 urgent, 1 the rest */
	uint8_t id[16], h[32];
	char kind[32];
	char receipt[RECEIPT_TEXT];    /* "" without */
	char follow[HEX32_TEXT];       /* "" without */
	char about[RECEIPT_TEXT];      /* the report it answers, "" for none */
	const char *text;              /* final JSON; not terminated */
	size_t len;                    /* 0: only the mark is left, the text was dropped as safe */
};

/* Central will not hold this item: it must stay here. */
struct spool_dead {
	int64_t n, t;
	char code[32];
};

/* What a reader is told. Any member may be NULL. What points into the bytes lives as long as they do. */
struct spool_sink {
	void (*item)(void *ctx, const struct spool_item *it);
	void (*dead)(void *ctx, const struct spool_dead *d);
	void (*bad)(void *ctx, size_t offset, size_t len);
	void *ctx;
};

/* Append one record. An item whose text is longer than SPOOL_TEXT is a fault of ours: ERR_TOO_LARGE. */
int spool_item_write(struct buf *out, const struct spool_item *it) MUST_USE;
void spool_dead_write(struct buf *out, const struct spool_dead *d);

/* Read any bytes as records, in order. Bytes that are no whole record with the right hash are told as
 * bad, stretches joined, and reading goes on at the next record that is right. Copies nothing, looks
 * at no more than 64 times the bytes given, whatever they are. */
void spool_read(const void *p, size_t n, const struct spool_sink *sink);

#endif
