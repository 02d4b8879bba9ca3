/* A kiosk in memory for unit tests: fake clock, decided randomness, an enrolled identity, a small
 * catalogue. Nothing here sleeps or touches a network.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_KIOSK_FIXTURE_H
#define TESTS_UNIT_KIOSK_FIXTURE_H

#include "tests/unit/check.h"

#include "firmware/app.h"
#include "firmware/device_store.h"
#include "firmware/mirror_store.h"
#include "shared/base/crypt.h"

/* ---- time and chance ------------------------------------------------------------------------ */

struct fake_time {
	int64_t wall, mono;
};

static inline int64_t fake_wall(void *ctx)
{
	return ((struct fake_time *)ctx)->wall;
}

static inline int64_t fake_mono(void *ctx)
{
	return ((struct fake_time *)ctx)->mono;
}

static inline void pass(struct fake_time *t, int64_t ms)
{
	t->wall += ms;
	t->mono += ms;
}

/* ---- data ----------------------------------------------------------------------------------- */

#define CATALOGUE_JSON(version)                                                                    \
	"{\"schema\":1,\"version\":\"" version "\",\"languages\":{\"nl\":\"complete\"},"           \
	"\"areas\":[{\"code\":\"BAD\",\"slug\":\"badkamer\",\"icon\":\"bath\",\"vera\":\"BAD\","   \
	"\"common\":false,\"objects\":[{\"code\":\"KRAAN\",\"slug\":\"kraan\",\"icon\":\"tap\","   \
	"\"vera\":\"\",\"faults\":[{\"code\":\"DRP\",\"slug\":\"druppelt\",\"icon\":\"drop\","     \
	"\"urgency\":\"normal\",\"payer\":\"KRAAN\",\"questions\":[],\"suspects\":[]},"            \
	"{\"code\":\"LEK\",\"slug\":\"lekt\",\"icon\":\"drop\",\"urgency\":\"urgent\","            \
	"\"payer\":\"KRAAN\",\"questions\":[],\"suspects\":[]}]}]}],"                              \
	"\"questions\":[],\"payers\":[{\"code\":\"KRAAN\",\"payer\":\"landlord\",\"law\":null,"    \
	"\"ground\":\"law\",\"subscription\":null,\"setting\":false}],\"suspects\":[],"            \
	"\"people\":[],\"things\":[],\"places\":[],\"emergencies\":[{\"code\":\"GAS\","            \
	"\"slug\":\"gaslucht\",\"icon\":\"gas\",\"number\":\"0800-9009\",\"leave\":true,"          \
	"\"commands\":[{\"icon\":\"a\"},{\"icon\":\"b\"},{\"icon\":\"c\"}]}],"                     \
	"\"dwelling_types\":[{\"code\":\"APP\",\"rooms\":[\"BAD\",\"KEU\"]}],"                     \
	"\"texts\":{\"nl\":{\"home.BAD\":\"Badkamer\",\"home.BAD.KRAAN\":\"Kraan\","               \
	"\"home.BAD.KRAAN.DRP\":\"Druppelt\",\"home.BAD.KRAAN.LEK\":\"Lekt\","                     \
	"\"payer.KRAAN\":\"Wij betalen dit.\",\"payer.KRAAN.ground\":\"De wet\","                  \
	"\"emergency.GAS\":\"Gaslucht\",\"emergency.GAS.1\":\"Ga naar buiten\","                   \
	"\"emergency.GAS.2\":\"Doe niets aan\",\"emergency.GAS.3\":\"Bel\","                       \
	"\"emergency.GAS.who\":\"de gasdienst\"}}}"

struct kiosk {
	struct app *app;
	struct fake_time time;
	struct seal_key intake; /* central's half: only the tests can open the queue */
};

/* Put one mirrored row, as a changes page would. */
static inline void mirror_put(struct kiosk *k, const char *feed, const char *key, int64_t rev,
			      const char *body)
{
	struct mirror_change c = { .rev = rev, .body = body, .body_len = strlen(body) };
	unsigned feeds = 0;
	text_copy(c.feed, sizeof c.feed, feed);
	text_copy(c.key, sizeof c.key, key);
	db_event_begin(k->app->db);
	mirror_page_begin(k->app->db, false);
	assert_int_equal(mirror_page_change(k->app->db, &c, &feeds), OK);
	mirror_page_end(k->app->db, "c1", false, &feeds);
	assert_int_equal(db_event_commit(k->app->db, true), OK);
}

static inline void put_intake_key(struct kiosk *k)
{
	char hex[HEX32_TEXT], body[200];
	seal_key_make(&k->intake);
	hex_encode(k->intake.pub, 32, hex);
	snprintf(body, sizeof body, "{\"keys\":[{\"id\":\"k1\",\"x25519\":\"%s\"}]}", hex);
	mirror_put(k, "config", "intake_keys", 1, body);
}

static inline void kiosk_bare(struct kiosk *k)
{
	memset(k, 0, sizeof *k);
	k->time = (struct fake_time){ .wall = INT64_C(1795300000000), .mono = 5000000 };
	assert_int_equal(app_open("", NULL, APP_MEMORY, &k->app), OK);
	k->app->clock = (struct clock){ fake_wall, fake_mono, &k->time };
}

#endif
