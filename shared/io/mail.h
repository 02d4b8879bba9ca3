/* One mail to one address: over SMTP with libcurl, or into a folder as a .eml file.
 *
 * Blocking; meant for the worker thread.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_MAIL_H
#define SHARED_IO_MAIL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct mail {
	char id[100];       /* Message-ID without <>; the same for every attempt */
	char thread[100];   /* what it answers to: all mails of one case name the same; "" = none */
	char from[200];     /* address */
	char from_name[120];
	char to[200];
	char subject[200];
	char lang[8];
	int64_t date;       /* ms since 1970 UTC */
	char *text;         /* plain UTF-8, lines by \n; owner frees these three */
	char *html;         /* the same words as HTML, NULL = none */
	char *calendar;     /* iCalendar (METHOD PUBLISH), NULL = none */
	char calendar_name[40]; /* its file name */
};

struct mail_server {
	char url[400];      /* smtp://host:port, smtps://…, or dir:PATH */
	char user[120], password[200];
	const atomic_bool *stop; /* becomes true when the program ends: give up. NULL = never */
};

enum mail_outcome {
	MAIL_SENT,
	MAIL_LATER,  /* surely not accepted; trying again is right */
	MAIL_NEVER,  /* refused for good */
	MAIL_UNSURE  /* the line went dead while the server was answering: it may have arrived */
};

/* Could it be an address to write into a mail: one @, printable ASCII without quotes, brackets and
 * separators, at most 199 bytes? */
bool mail_address(const char *a);

/* Send. why: what happened, for staff: "smtp_550 5.1.1 no such user", "curl_28 …", "bad_address";
 * "" when it was sent. It may hold the address: not for the append-only history. */
enum mail_outcome mail_send(const struct mail_server *s, const struct mail *m, char *why, size_t cap);

/* The message as it goes over the wire (RFC 5322, MIME, quoted-printable, CRLF), in
 * shared/io/mail_write.c: text, multipart/alternative with HTML, multipart/mixed with a calendar. */
void mail_write(const struct mail *m, struct buf *out);

/* Once per process, before any thread. */
int mail_start(void) MUST_USE;

#endif
