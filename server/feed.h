/* What central tells its devices: one row per thing, numbered in order of change (section 6).
 *
 * A put replaces the row and gives it a new number; a deletion leaves a mark. So the rows after a
 * number are the news since then, and the rows from the beginning are the present state. Kiosks get
 * only rows of their own scopes.
 *
 * Bodies by feed (JSON objects):
 *   dwelling   key = dwelling key, scope = complex key
 *              {"street","number","suffix","postcode","city","complex","riser","type",
 *               "nom":bool,"parent":key|null,"kind":"dwelling|parking|storage",
 *               "provider":party key|null,"supplier":party key|null,"rooms":[codes]}
 *   party      key = party key, scope "" or complex; {"name","kind","phone","mail","hours",
 *               "first_contact":""|"corporation"|"party","valid_from","valid_until"} (civil dates, "" = open)
 *   directory  key = 64 hex digits, scope = complex; {"record": base64}
 *   catalogue  key = version, scope ""; the merged catalogue document itself; the last put is current
 *   text       key, scope ""; any members
 *   config     key, scope ""; intake_keys, dict.<n>, directory, corporation {"name","phone",…,
 *              "promises"} …;
 *              energy {"supplier_objects":[codes],"other_party":key,"other_name","other_text":
 *              {"<lang>":text}|null}: whom the door "energy" names; complaint {"after_days"};
 *              kiosk.<uuid>, scope "device:<uuid>": {"place"}
 *   site       key "current", scope ""; {"version","size","sha256","minisig"}
 *   case       key = receipt (printed form), scope = complex or "device:<uuid>"; {"id",
 *              "follow","state","party","party_key","ask","when":{"day","part"},"t"}: case_put_status
 *   outage     key, scope = complex; any members
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_FEED_H
#define SERVER_FEED_H

#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/val.h"

struct db;

/* Publish. Equal body and scope: nothing changes, no number is used. A new scope under the same
 * feed and key moves the thing: devices of the old scope get a deletion. In an event.
 * feed: one of the above; key <= 200 bytes; body_json: text of a JSON object the caller vouches for. */
void feed_put(struct db *db, const char *feed, const char *key, const char *scope,
	      const char *body_json);
/* Publish something whose key was never published before: one look-up less. In an event. */
void feed_add(struct db *db, const char *feed, const char *key, const char *scope,
	      const char *body_json);
/* feed_put from a tree; the caller keeps it. */
void feed_put_val(struct db *db, const char *feed, const char *key, const char *scope,
		  const struct val *body);
/* Take back. Unknown keys are no error. In an event. */
void feed_del(struct db *db, const char *feed, const char *key);
/* Number of the newest row. */
int64_t feed_last(struct db *db);

/* Use up a number: a cursor handed out before is lower, one handed out after is not. In an event. */
int64_t feed_mark(struct db *db);

/* Publish the intake key and, once, the compression dictionary made of the catalogue's words
 * (config "intake_keys" and "dict.1"). Call at init and when a catalogue is published. In an event. */
struct keys;
void feed_put_intake(struct db *db, const struct keys *k);

/* One page for a device, as the members of the reply behind "epoch": "cursor":…,"more":…,
 * "changes":[…]. cursor "" = from the beginning. ERR_GONE: cursor bad, foreign, or from
 * before the device's scopes changed. */
int feed_page(struct db *db, int64_t device_n, const char *epoch, const char *cursor, int limit,
	      struct buf *out) MUST_USE;

/* Was nothing ever published from this file? Also true before its tables are made: everything an
 * installation begins with is one transaction, which ends with the first thing published. */
bool feed_is_new(struct db *db);

#endif
