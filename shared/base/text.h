/* Names and encodings: hex, base64, Crockford codes, UUIDs, receipts, UTF-8.
 *
 * Pure functions over caller-owned memory. Randomness comes in as bytes, so tests decide it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_BASE_TEXT_H
#define SHARED_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"

#define UUID_TEXT 37    /* "018f…-…", with NUL */
#define RECEIPT_TEXT 13 /* "K7QD-4M2XR-0", with NUL */
#define HEX32_TEXT 65   /* 32 bytes in hex, with NUL */

/* Lower-case hex of n bytes into out[2n+1]. */
void hex_encode(const uint8_t *p, size_t n, char *out);

/* Exactly n bytes from 2n lower-case hex digits and a NUL. false: anything else. */
bool hex_decode(const char *s, uint8_t *out, size_t n) MUST_USE;

/* Padded canonical base64 (RFC 4648 section 4) appended to out. */
void base64_encode(const void *p, size_t n, struct buf *out);

/* Decode s of len bytes, canonical and padded only, appended to out.
 * ERR_INPUT: anything else; out is then unchanged. */
int base64_decode(const char *s, size_t len, struct buf *out) MUST_USE;

/* UUIDv7 (RFC 9562) from a wall time and 10 random bytes. */
void uuid7_make(int64_t wall_ms, const uint8_t rnd[10], char out[UUID_TEXT]);

/* Is s a lower-case 36 character UUID (any version)? */
bool uuid_valid(const char *s) MUST_USE;

/* 16 bytes from its text; s must be uuid_valid. */
void uuid_bytes(const char *s, uint8_t out[16]);
/* And back: 36 lower-case characters and NUL. */
void uuid_text(const uint8_t id[16], char out[UUID_TEXT]);

/* n Crockford characters (0-9A-Z without I L O U) from n random bytes (5 bits of each), NUL added. */
void crockford_make(const uint8_t *rnd, size_t n, char *out);

/* What somebody typed: upper-cased, '-' and spaces dropped, I and L read as 1, O as 0.
 * Copies at most cap-1 characters. false: a character outside the alphabet, or too long. */
bool crockford_normalise(const char *typed, char *out, size_t cap) MUST_USE;

/* Check character of nine Crockford characters, ISO 7064 MOD 33,32 (protocol.md section 4). */
char receipt_check(const char nine[9]);

/* "PPPP-RRRRR-C" from a 4 character prefix and 5 characters. */
void receipt_make(const char prefix[4], const char five[5], char out[RECEIPT_TEXT]);

/* Bring a typed receipt to its printed form. false: wrong length, alphabet or check character. */
bool receipt_normalise(const char *typed, char out[RECEIPT_TEXT]) MUST_USE;

/* Is it well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, no NUL)? */
bool utf8_valid(const char *s, size_t len) MUST_USE;

/* Number of code points in a valid UTF-8 string. */
size_t utf8_length(const char *s);

/* Text as people look for it, into out (cut to cap): small letters and digits, Latin letters without
 * their marks, one blank between words, none around ("'s-Gravenweg 12b" -> "s gravenweg 12b"). s must
 * be valid UTF-8. */
void text_fold(const char *s, char *out, size_t cap);

/* A decimal integer with nothing around it, within [min,max]. false: anything else. */
bool int_parse(const char *s, int64_t min, int64_t max, int64_t *ret) MUST_USE;

/* Is it a day of the Gregorian calendar, 2000-01-01 to 2199-12-31, as "2026-11-25"? */
bool day_valid(const char *s) MUST_USE;

#endif
