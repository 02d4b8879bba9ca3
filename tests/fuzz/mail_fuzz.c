/* Mails and appointments made of hostile words: no text becomes a header, a part or a second event.
 *
 * Input, by lines: address, name, to, subject, language, id, file name, zone, start, end, place,
 * summary; the rest is the letter, used as text, as HTML and as description.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/ics.h"
#include "shared/io/mail.h"
#include "tests/fuzz/target.h"

struct lines {
	char from[200], from_name[120], to[200], subject[200], lang[8], id[100], file[40];
	char zone[40], start[24], end[24], place[200], summary[200];
};

static void read_lines(struct input *in, struct lines *l)
{
	input_line(in, l->from, sizeof l->from);
	input_line(in, l->from_name, sizeof l->from_name);
	input_line(in, l->to, sizeof l->to);
	input_line(in, l->subject, sizeof l->subject);
	input_line(in, l->lang, sizeof l->lang);
	input_line(in, l->id, sizeof l->id);
	input_line(in, l->file, sizeof l->file);
	input_line(in, l->zone, sizeof l->zone);
	input_line(in, l->start, sizeof l->start);
	input_line(in, l->end, sizeof l->end);
	input_line(in, l->place, sizeof l->place);
	input_line(in, l->summary, sizeof l->summary);
}

/* Lines that begin so. */
static int count(const char *text, const char *what)
{
	int n = 0;
	for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n')
		n += !strncmp(p, what, strlen(what));
	return n;
}

/* CRLF everywhere, no other control character, printable ASCII unless folded text may hold more. */
static void lines_hold(const char *text, bool ascii)
{
	for (const char *p = text; *p; p++) {
		MUST(*p != '\n' || (p > text && p[-1] == '\r'));
		MUST(*p != '\r' || p[1] == '\n');
		MUST((unsigned char)*p >= 32 || *p == '\r' || *p == '\n');
		MUST(!ascii || (unsigned char)*p < 127);
	}
}

static void judge_mail(const char *text, bool calendar)
{
	const char *body = strstr(text, "\r\n\r\n");
	BUF(head);

	lines_hold(text, true);
	MUST(body);
	buf_add(&head, text, (size_t)(body + 2 - text));
	MUST(count(buf_text(&head), "From: ") == 1 && count(buf_text(&head), "To: <") == 1);
	MUST(count(buf_text(&head), "Subject: ") == 1 && count(buf_text(&head), "Bcc") == 0);
	MUST(count(buf_text(&head), "Content-Type: ") == 1 && count(buf_text(&head), "Date: ") == 1);
	MUST(count(text, "--=_portiek_both--") == 1);
	MUST(count(text, "--=_portiek_mixed--") == calendar);
}

static void mail(const struct lines *l, const char *letter, const char *calendar)
{
	struct mail m = { .date = INT64_C(1795560000000), .text = (char *)letter, .html = (char *)letter,
		.calendar = (char *)calendar };
	BUF(out);
	BUF(again);

	text_copy(m.from, sizeof m.from, l->from);
	text_copy(m.from_name, sizeof m.from_name, l->from_name);
	text_copy(m.to, sizeof m.to, l->to);
	text_copy(m.subject, sizeof m.subject, l->subject);
	text_copy(m.lang, sizeof m.lang, l->lang);
	text_copy(m.id, sizeof m.id, l->id);
	text_copy(m.thread, sizeof m.thread, l->id);
	text_copy(m.calendar_name, sizeof m.calendar_name, l->file);
	mail_write(&m, &out);
	mail_write(&m, &again);
	MUST(strcmp(buf_text(&out), buf_text(&again)) == 0);
	judge_mail(buf_text(&out), calendar != NULL);
	m.html = NULL;
	m.calendar = NULL;
	buf_clear(&again);
	mail_write(&m, &again);
	lines_hold(buf_text(&again), true);
}

static int event(const struct lines *l, const char *letter, struct buf *out)
{
	struct ics_event e = { .uid = l->id, .sequence = 1, .cancelled = letter[0] == 'c',
		.stamp = INT64_C(1795560000000), .zone = l->zone, .summary = l->summary, .text = letter,
		.place = l->place, .from = l->from, .from_name = l->from_name };
	struct ics_local when;

	if (!int_parse(l->start, INT64_MIN, INT64_MAX, &e.start) || !int_parse(l->end, INT64_MIN, INT64_MAX, &e.end))
		return ERR_INPUT;
	if (ics_local(l->zone, e.start, &when))
		MUST(when.month >= 1 && when.month <= 12 && when.day >= 1 && when.day <= 31 && when.weekday <= 6 &&
		     when.hour <= 23 && when.minute <= 59);
	int err = ics_write(&e, out);
	MUST(err == OK || (err == ERR_INPUT && out->len == 0));
	if (err)
		return err;
	lines_hold(buf_text(out), false);
	MUST(count(buf_text(out), "BEGIN:VEVENT") == 1 && count(buf_text(out), "END:VEVENT") == 1);
	MUST(count(buf_text(out), "BEGIN:") == count(buf_text(out), "END:"));
	MUST(count(buf_text(out), "BEGIN:VALARM") == 0 && count(buf_text(out), "ATTACH") == 0);
	return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	struct lines l;
	BUF(letter);
	BUF(calendar);

	read_lines(&in, &l);
	input_rest(&in, &letter);
	if (!utf8_valid(buf_text(&letter), strlen(buf_text(&letter))))
		return 0; /* letters are made by us of texts that were checked */
	int err = event(&l, buf_text(&letter), &calendar);
	mail(&l, buf_text(&letter), err ? NULL : buf_text(&calendar));
	(void)!mail_address(l.to);
	return 0;
}
