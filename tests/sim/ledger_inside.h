/* Between the files of the ledger only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_LEDGER_INSIDE_H
#define TESTS_SIM_LEDGER_INSIDE_H

#include <sqlite3.h>

#include "tests/sim/ledger.h"

#define BOOK 256
#define LINES 24
#define SEQS 512

/* What one person sent. */
struct entry {
	char id[37];
	char receipt[16];
	char words[40];
	int machine;
	bool shown;
	int at_central; /* audit: how often */
	long seq;       /* its number when both copies were damaged, 0: they never were */
	bool alone;     /* no disk of a kiosk has it any more */
	long number;    /* of its case, as seen before central was put back; 0: none */
};

/* One device identity and the numbers central acknowledged to it. */
struct line_of {
	char uuid[40];
	bool acked[SEQS];
	long hwm;
	long safe;      /* the highest ever, whatever central was put back to since: it may be dropped */
	long taken;     /* the highest number ever acknowledged */
};

struct book {
	struct entry entries[BOOK];
	int count;
	struct line_of lines[LINES];
	int line_count;
	bool went_back;
	bool may_purge[8]; /* this kiosk, of whatever was acknowledged */
	bool lost;      /* a kiosk may have lost some itself, named */
	bool loses[8];  /* this one */
	bool gaps;      /* there may be some, named */
	bool kiosk_back[8];
	char revoked[LINES][40]; /* devices that were, on central's disk */
	int revoked_count;
	bool moved[8]; /* enrolled anew: what it dropped has a number of the new line */
};

extern struct book book;

/* The database of a machine as its disk has it now (ledger_copy.c). */
struct copy {
	struct disk *disk;
	sqlite3 *db;
	sqlite3_stmt *look; /* reads its shape */
	sqlite3_int64 shape;
};

/* NULL: it cannot be opened, and the world has failed. Valid until the next. */
struct copy *copy_open(int machine, const struct disk *d);
/* A question to it; sqlite3_finalize ends it. NULL: the world has failed. */
sqlite3_stmt *copy_ask(struct copy *c, const char *sql);
/* Is there another row? false for NULL; what cannot be read fails the world. */
bool copy_row(sqlite3_stmt *st);
/* A column of 16 bytes as text; "" when it is none. */
void copy_uuid(sqlite3_stmt *st, int column, char out[37]);
/* The first column of the first row, -1: there is no row. */
long copy_number(struct copy *c, const char *sql);

/* Bodies of items (ledger_body.c): the dictionary they may be compressed with, as central holds it. */
struct dict {
	unsigned char bytes[65536];
	unsigned len;
};

void ledger_dict_read(struct copy *c, struct dict *ret);
/* Does a stored body say these words? With real crypto nobody here can tell: true. */
bool ledger_body_says(const struct dict *d, const unsigned char *body, int len, const char *words);

/* Everything came to rest: is all there that must be? (ledger_central.c, ledger_kiosk.c) */
void ledger_central_audit(struct copy *c);
void ledger_kiosk_audit(int machine, struct copy *c);
/* Who a kiosk is, "": nobody yet. */
void ledger_kiosk_device(struct copy *c, char device[40]);

struct entry *ledger_find(const char *id);
/* Up to which number of its line a kiosk may have dropped texts. */
long ledger_droppable(int machine, const char *device);

#endif
