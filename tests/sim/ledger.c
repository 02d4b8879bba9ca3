/* The book, and what is written into it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/sim/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/ledger_inside.h"
#include "tests/sim/world.h"

struct book book;

void ledger_reset(void)
{
	book = (struct book){ 0 };
}

struct entry *ledger_find(const char *id)
{
	for (int i = 0; i < book.count; i++)
		if (!strcmp(book.entries[i].id, id))
			return &book.entries[i];
	return NULL;
}

void ledger_tried(int machine, const char *id, const char *words)
{
	struct entry *e = ledger_find(id);

	if (e || book.count == BOOK)
		return;
	e = &book.entries[book.count++];
	e->machine = machine;
	snprintf(e->id, sizeof e->id, "%s", id);
	snprintf(e->words, sizeof e->words, "%s", words);
}

void ledger_shown(const char *id, const char *receipt)
{
	struct entry *e = ledger_find(id);

	if (!e) {
		world_fail("a display showed an item nobody sent: %s", id);
		return;
	}
	if (e->shown && strcmp(e->receipt, receipt))
		world_fail("item %s was shown with receipt %s and then with %s", id, e->receipt, receipt);
	for (int i = 0; i < book.count; i++)
		if (&book.entries[i] != e && !strcmp(book.entries[i].receipt, receipt))
			world_fail("receipt %s was given twice", receipt);
	e->shown = true;
	snprintf(e->receipt, sizeof e->receipt, "%s", receipt);
}

int ledger_shown_count(void)
{
	int n = 0;

	for (int i = 0; i < book.count; i++)
		n += book.entries[i].shown;
	return n;
}

/* ---- acknowledgements ------------------------------------------------------------------------ */

static struct line_of *line_of(const char *keyid)
{
	char uuid[40];

	snprintf(uuid, sizeof uuid, "%.36s", keyid);
	for (int i = 0; i < book.line_count; i++)
		if (!strcmp(book.lines[i].uuid, uuid))
			return &book.lines[i];
	if (book.line_count == LINES)
		return &book.lines[LINES - 1];
	struct line_of *l = &book.lines[book.line_count++];
	memcpy(l->uuid, uuid, sizeof uuid);
	return l;
}

static void promise(struct line_of *l, long from, long to)
{
	for (long seq = from; seq <= to && seq > 0 && seq < SEQS; seq++)
		l->acked[seq] = true;
	if (to > l->taken)
		l->taken = to;
}

static long number(const char *body, const char *name)
{
	const char *p = strstr(body, name);

	return p ? strtol(p + strlen(name), NULL, 10) : -1;
}

void ledger_reply_left(const char *keyid, int status, const char *body, size_t len)
{
	const char *p;
	struct line_of *l;
	char *end;

	if (status != 200 || !len || body[0] != '{' || !keyid)
		return;
	p = strstr(body, "\"ack\":[");
	if (!p)
		return;
	l = line_of(keyid);
	for (p += 7; *p == '[' || *p == ','; p++) {
		if (*p == ',')
			continue;
		long from = strtol(p + 1, &end, 10), to = strtol(end + 1, &end, 10);

		promise(l, from, to);
		p = end;
	}
	long hwm = number(body, "\"hwm\":"), safe = number(body, "\"safe_hwm\":");

	if (safe > hwm)
		world_fail("central says %ld safe of %ld", safe, hwm);
	if (hwm > l->hwm)
		l->hwm = hwm;
	if (safe > l->safe)
		l->safe = safe;
}

void ledger_central_went_back(bool behind_safe)
{
	for (int i = 0; i < book.line_count; i++) {
		book.gaps = book.gaps || (behind_safe && book.lines[i].safe > 0);
	}
	book.went_back = true;
	for (int i = 0; i < book.line_count; i++) {
		memset(book.lines[i].acked, 0, sizeof book.lines[i].acked);
		book.lines[i].hwm = 0;
	}
}

bool ledger_has_central_gone_back(void)
{
	return book.went_back;
}

void ledger_may_purge(int machine)
{
	book.may_purge[machine] = true;
}

long ledger_droppable(int machine, const char *device)
{
	const struct line_of *l = line_of(device);

	return book.may_purge[machine] ? l->taken : l->safe;
}

void ledger_kiosk_moved(int machine)
{
	book.moved[machine] = true;
}

void ledger_kiosk_went_back(int machine)
{
	book.kiosk_back[machine] = true;
}
