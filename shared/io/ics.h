/* An appointment as an iCalendar file (RFC 5545), and the civil time mails speak of. By libical.
 *
 * Needs the zone files of the system (package tzdata).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_ICS_H
#define SHARED_IO_ICS_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

/* One appointment. All texts are plain UTF-8, "" for none; they need not outlive the call. */
struct ics_event {
	const char *uid;    /* the same for every version of one appointment */
	int64_t sequence;   /* counts its changes, from 0 */
	bool cancelled;	    /* STATUS CANCELLED instead of CONFIRMED */
	int64_t stamp;	    /* when this version was made, ms since 1970 UTC */
	int64_t start, end; /* ms since 1970 UTC; end > start */
	const char *zone;   /* "Europe/Amsterdam": times are written in it, with its VTIMEZONE */
	const char *summary, *text, *place;
	const char *from; /* mail address of who makes the appointment */
	const char *from_name;
};

/* The calendar with METHOD PUBLISH, lines folded, CRLF; appended to out.
 * ERR_INPUT: no such zone, no uid, or it ends before it starts; out is then unchanged. */
int ics_write(const struct ics_event *e, struct buf *out) MUST_USE;

/* A moment as a clock in that zone shows it. */
struct ics_local {
	int year, month, day; /* month and day from 1 */
	int weekday;	      /* 0 = Sunday */
	int hour, minute;
};

/* false: no such zone, or the moment lies outside the years 1970 to 9999. */
bool ics_local(const char *zone, int64_t ms, struct ics_local *ret) MUST_USE;

#endif
