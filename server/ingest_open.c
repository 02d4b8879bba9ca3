/* Opening an item: envelope, seal, compression, strict JSON, and that both say the same.
 *
 * In two halves: what needs the database, and pure work on bytes that any thread may do. An item that
 * cannot be opened carries the code and place of its first fault, in the order of these checks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "server/ingest_inside.h"
#include "shared/base/log.h"
#include "shared/base/pack.h"
#include "shared/io/db.h"

#define PLAIN_CAP (256 * 1024) /* an opened body; far above any report */

/* A preset dictionary; its bytes never change. */
struct ingest_dict {
	struct ingest_dict *next;
	int64_t n;
	struct buf data;
};

static const struct buf *find_dict(struct db *db, struct ingest_dicts *dicts, int64_t n)
{
	for (struct ingest_dict *d = dicts->first; d; d = d->next)
		if (d->n == n)
			return &d->data;
	BUF(data);
	if (!ingest_dict(db, n, &data))
		return NULL;
	struct ingest_dict *d = mem_new(1, sizeof *d);
	*d = (struct ingest_dict){ dicts->first, n, data };
	data = (struct buf){ 0 };
	dicts->first = d;
	return &d->data;
}

void ingest_dicts_free(struct ingest_dicts *dicts)
{
	for (struct ingest_dict *d = dicts->first, *next; d; d = next) {
		next = d->next;
		buf_free(&d->data);
		free(d);
	}
	dicts->first = NULL;
}

static void refuse(struct opened *o, const char *what, const char *where)
{
	text_copy(o->code, sizeof o->code, what);
	text_copy(o->path, sizeof o->path, where);
	o->err = ERR_INPUT;
}

void ingest_prepare(struct db *db, const struct keys *k, struct ingest_dicts *dicts, struct opened *o)
{
	char where[32] = "";

	o->err = OK;
	if (o->it.fault[0])
		refuse(o, o->it.fault, o->it.path);
	else if (wire_item_read(walk_text(o->it.text.data, o->it.text.len), &o->d, where) != OK)
		refuse(o, "bad_field", where);
	else if (!(o->seal = keys_intake(k, o->d.key)))
		refuse(o, "unknown_key", "/key");
	else if (o->d.dict && !(o->dict = find_dict(db, dicts, o->d.dict)))
		refuse(o, "unknown_dict", "/dict");
}

void ingest_unseal(struct opened *o)
{
	struct val_fault fault;
	char where[32] = "";
	BUF(packed);

	if (o->err != OK)
		return;
	if (seal_open(o->seal, o->it.body.data, o->it.body.len, &packed) != OK)
		refuse(o, "cannot_open", "/body");
	else if (pack_inflate(packed.data, packed.len, PLAIN_CAP, o->dict ? o->dict->data : NULL,
			      o->dict ? o->dict->len : 0, &o->plain) != OK)
		refuse(o, "bad_body", "");
	else if (val_scan(buf_text(&o->plain), o->plain.len, NULL, &fault) != OK)
		refuse(o, "bad_body", fault.why);
	else if (wire_plain_read(walk_text(o->plain.data, o->plain.len), o->it.raw.id, &o->d, &o->body,
				 where) != OK)
		refuse(o, "bad_field", where);
	else if (val_read(o->body.p, o->body.n, &o->tree) != OK)
		refuse(o, "bad_body", "");
}

void opened_free(struct opened *o)
{
	stored_item_free(&o->it);
	val_free(o->tree);
	if (o->plain.data)
		crypt_wipe(o->plain.data, o->plain.len);
	buf_free(&o->plain);
}

int ingest_plain(struct db *db, const struct keys *k, int64_t n, struct buf *out)
{
	struct opened o = { 0 };
	struct ingest_dicts dicts = { NULL };
	int err;

	if (!ingest_read(db, n, &o.it))
		return ERR_NOT_FOUND;
	ingest_prepare(db, k, &dicts, &o);
	ingest_unseal(&o);
	err = o.err;
	if (err == OK)
		buf_add(out, o.body.p, o.body.n);
	else if (strcmp(o.code, "cannot_open") == 0 || strcmp(o.code, "unknown_key") == 0)
		err = ERR_CRYPT;
	opened_free(&o);
	ingest_dicts_free(&dicts);
	return err;
}
