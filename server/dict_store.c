/* What a kiosk needs to seal: the intake key, and a preset zlib dictionary that makes a single report
 * a third smaller (notes on sizes in shared/PROTOCOL.md).
 *
 * The dictionary is text a report is likely to hold: the catalogue's Dutch labels (people write with
 * the words they just read), its codes, and at the end, where zlib finds matches cheapest, the skeleton
 * of a report. Its bytes never change once published.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/feed.h"
#include "server/keys.h"
#include "shared/base/crypt.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

#define DICT_LABELS 4096 /* bytes of labels; the skeleton comes on top */
#define DICT_NUMBER 1

/* The plaintext as kiosks write it, members in their order; rarer values stand further from the end. */
#define PLAIN_HEAD \
	"{\"id\":\"01a\",\"kind\":\"report.new\",\"schema\":1,\"t\":{\"wall\":17,\"mono\":},\"body\":" \
	"{\"schema\":1,\"id\":\"01a\",\"receipt\":\"\",\"catalogue\":\"2026.11.1\",\"channel\":\"kiosk\"," \
	"\"lang\":\"nl\",\"actor\":{\"kind\":\"guest\",\"ref\":null},\"branch\":"
#define PLAIN_CONTACT \
	"\"contact\":{\"name\":\"\",\"phone\":\"+316\",\"mail\":null,\"via\":\"phone\"}," \
	"\"first_contact\":true,\"follow\":\"\",\"t\":17"

static const char SKELETON[] =
	"de het een niet meer en ook dat is in op van met voor aan er al maar als door bij graag bellen "
	"sinds vorige week gisteren vandaag morgen dagen water lekt kapot stuk werkt doet verdieping "
	"keuken badkamer woonkamer slaapkamer toilet deur raam kraan verwarming buren boven trap lamp "
	"\"actor\":{\"kind\":\"tenant\",\"ref\":\"10\"},\"mail\":\"@gmail.com\",\"via\":\"mail\"},"
	"\"first_contact\":false,\"room\":\"BAD\",\"object\":\"\",\"fault\":\"DEF\",\"words\":null,"
	"\"suspect\":{\"code\":\"\",\"room\":\"\",\"object\":\"\"},\"answers\":{\"\":\"\",\"\":\"\"},"
	"\"when\":{\"slots\":[[\"2026-1\",\"OCH\"],[\"2026-1\",\"MID\"],[\"2026-1\",\"AVO\"]],\"call\":false},"
	PLAIN_HEAD "\"surroundings\",\"kind\":\"nuisance\",\"unit\":null,\"place\":{\"code\":\"\",\"text\":\"\"},"
	"\"cause\":\"people\",\"room\":null,\"object\":null,\"fault\":\"\",\"words\":\"\",\"suspect\":null,"
	"\"answers\":{},\"when\":{\"slots\":[],\"call\":false}," PLAIN_CONTACT
	PLAIN_HEAD "\"home\",\"kind\":\"repair\",\"unit\":\"\",\"place\":null,\"cause\":null,\"room\":\"KEU\","
	"\"object\":\"KRAAN\",\"fault\":\"LEK\",\"words\":\"\",\"suspect\":\"unknown\",\"answers\":{},"
	"\"when\":{\"slots\":[],\"call\":true}," PLAIN_CONTACT;

static bool has_dict(struct db *db)
{
	DB_STMT(st) = db_prepare(db, "SELECT 1 FROM dict WHERE n=?");
	db_bind_int(st, DICT_NUMBER);
	return db_step(st);
}

static void make_dict(const struct val *catalogue, struct buf *out)
{
	const struct val *texts = val_get(val_get(catalogue, "texts"), "nl");
	VAL_EACH(text, texts) {
		const char *label = val_text(text, "");
		if (strncmp(val_name(text), "home.", 5) || out->len + strlen(label) >= DICT_LABELS)
			continue;
		buf_str(out, label);
		buf_char(out, ' ');
	}
	buf_str(out, SKELETON);
}

static void put_dict(struct db *db, const struct val *catalogue)
{
	uint8_t hash[HASH_BYTES];
	char hex[HEX32_TEXT];
	BUF(dict);
	BUF(base64);
	make_dict(catalogue, &dict);
	DB_STMT(st) = db_prepare(db, "INSERT INTO dict(n,data) VALUES(?,?)");
	db_bind_int(st, DICT_NUMBER);
	db_bind_blob(st, dict.data, dict.len);
	if (db_run(st))
		return; /* no room on disk: the turn fails as a whole */
	sha256(dict.data, dict.len, hash);
	hex_encode(hash, sizeof hash, hex);
	base64_encode(dict.data, dict.len, &base64);
	VAL(body) = val_object();
	val_put_str(body, "sha256", hex);
	val_put_str(body, "data", buf_text(&base64));
	feed_put_val(db, "config", "dict.1", "", body);
}

void feed_put_intake(struct db *db, const struct keys *k, const struct val *catalogue)
{
	char hex[HEX32_TEXT];
	VAL(body) = val_object();
	struct val *key = val_object();
	hex_encode(k->intake.pub, sizeof k->intake.pub, hex);
	val_put_str(key, "id", k->intake_id);
	val_put_str(key, "x25519", hex);
	val_put(val_put_array(body, "keys"), NULL, key);
	feed_put_val(db, "config", "intake_keys", "", body);
	if (!has_dict(db))
		put_dict(db, catalogue);
}
