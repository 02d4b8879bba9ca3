/* Many kiosks against one central (tests/bench/many).
 *
 *   kiosks CODES LINES URL HOW REPORTS [EACH]
 *
 * CODES: a file with one enrolment code a line, one kiosk each. LINES: reports, one JSON a line, dealt out in
 * turn. All enrol, then the first reads its news (the dictionary), then the reports are sealed; prints "ready" and
 * waits for a line on stdin. HOW: "now" sends them in batches of REPORTS as fast as central answers; "away" lets
 * EACH kiosk knock in vain through thirty days first ("gone", and another line on stdin), then gives all of them their
 * link back at the same moment. Prints "name value" lines.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/bench/kiosks.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>

#include "shared/base/log.h"
#include "shared/base/pack.h"

#define AWAY_MS (30 * DAY_MS)
#define PATIENCE_US INT64_C(600000000)
#define LOOK_US 2000 /* between two looks at whose pause is over */
#define ENROLLING 64 /* at a time */
#define USUAL 1800

int64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t wall(void *ctx)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	(void)ctx;
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t mono(void *ctx)
{
	return now_us() / 1000 + ((struct crowd *)ctx)->ahead_ms;
}

/* ---- driving ---------------------------------------------------------------------------------- */

static void look_round(struct crowd *c, int count)
{
	int64_t now = now_us();
	for (int i = 0; i < count; i++)
		if (c->kiosks[i].wake <= now)
			kiosk_talk(&c->kiosks[i]);
}

/* Serve the first `count` kiosks until done says so. */
static void drive(struct crowd *c, int count, bool (*done)(struct crowd *c, int count))
{
	struct epoll_event e[256];
	int64_t end = now_us() + PATIENCE_US, looked = 0;
	while (!done(c, count)) {
		int n = epoll_wait(c->epoll, e, 256, 1);
		for (int i = 0; i < n; i++) {
			struct kiosk *k = &c->kiosks[e[i].data.u64 >> 2];
			line_ready(k, &k->lines[e[i].data.u64 & 3], e[i].events);
		}
		if (now_us() - looked < LOOK_US)
			continue;
		looked = now_us();
		look_round(c, count);
		if (looked > end)
			die("bench.patience", "acked=%lld failures=%lld", (long long)c->acked, (long long)c->failures);
	}
}

static bool all_enrolled(struct crowd *c, int count)
{
	for (int i = count > ENROLLING ? count - ENROLLING : 0; i < count; i++)
		if (!c->kiosks[i].d.enrolled)
			return false;
	return true;
}

static bool has_news(struct crowd *c, int count)
{
	(void)count;
	return c->dict.len && !device_busy(&c->kiosks[0].d) && !c->kiosks[0].d.want_news;
}

static bool none_busy(struct crowd *c, int count)
{
	for (int i = 0; i < count; i++)
		if (device_busy(&c->kiosks[i].d))
			return false;
	return true;
}

static bool all_acked(struct crowd *c, int count)
{
	if (c->lost)
		die("bench.lost", "items=%lld", (long long)c->lost);
	return c->acked == (int64_t)count * c->kiosks[0].count;
}

/* ---- making ready ----------------------------------------------------------------------------- */

static void enrol_all(struct crowd *c, FILE *codes)
{
	char text[64];
	c->enrolling = true;
	for (int i = 0; i < c->count; i++) {
		char code[PROOF_CODE], *to = code;
		struct kiosk *k = &c->kiosks[i];
		if (!fgets(text, sizeof text, codes))
			die("bench.codes", "got=%d", i);
		for (const char *p = text; *p && to < code + sizeof code - 1; p++)
			if (*p != '-' && *p != '\n')
				*to++ = *p;
		*to = '\0';
		device_enrol(&k->d, code, "");
		kiosk_talk(k);
		if (i % ENROLLING == ENROLLING - 1 || i + 1 == c->count)
			drive(c, i + 1, all_enrolled);
	}
	drive(c, 1, has_news);
	c->enrolling = false;
	for (int i = 1; i < c->count; i++)
		memcpy(c->kiosks[i].cursor, c->kiosks[0].cursor, sizeof c->kiosks[0].cursor);
}

/* Number, receipt and follow hash, as a capture adds them; then pack, seal and write the item. */
static void capture(struct kiosk *k, struct pack_primed *packer, const char *line, size_t len, int64_t wall_ms)
{
	struct item *it = &k->items[k->count++];
	struct wire_detail d = { .kind = "report.new", .schema = 1, .dict = 1 };
	char id[UUID_TEXT], receipt[RECEIPT_TEXT], five[16];
	uint8_t rnd[10];
	BUF(body);
	BUF(plain);
	BUF(packed);
	BUF(sealed);
	crypt_random(rnd, sizeof rnd);
	uuid7_make(wall_ms, rnd, id);
	uuid_bytes(id, it->id);
	snprintf(five, sizeof five, "%05d", k->count % 100000);
	receipt_make(k->d.id.prefix, five, receipt);
	const char *was = strstr(line, "\"id\":\"");
	buf_add(&body, line, (size_t)(was - line) + 6);
	buf_str(&body, id);
	buf_add(&body, was + 6 + 36, len - 1 - (size_t)(was + 6 + 36 - line));
	buf_fmt(&body, ",\"receipt\":\"%s\",\"follow\":\"%064d\"}", receipt, k->count);
	d.t = (struct wire_time){ .wall = wall_ms, .mono = clock_mono(k->d.o.clock) - (clock_wall(k->d.o.clock) - wall_ms) };
	text_copy(d.t.boot, sizeof d.t.boot, k->d.o.boot);
	text_copy(d.key, sizeof d.key, k->d.id.intake_id);
	wire_plain_write(&plain, id, &d, body.data, body.len);
	pack_primed_deflate(packer, plain.data, plain.len, &packed);
	seal_close(k->d.id.intake_pub, packed.data, packed.len, &sealed);
	sha256(sealed.data, sealed.len, it->h);
	wire_item_write(&it->text, k->count, id, &d, sealed.data, sealed.len);
}

static void capture_all(struct crowd *c, FILE *lines, int each, int64_t since)
{
	struct pack_primed *packer = pack_primed_new(6, c->dict.data, c->dict.len, USUAL);
	char *line = NULL;
	size_t cap = 0;
	int64_t now = clock_wall(&c->clock);
	for (int n = 0; n < each; n++)
		for (int i = 0; i < c->count; i++) {
			struct kiosk *k = &c->kiosks[i];
			ssize_t len = getline(&line, &cap, lines);
			if (len < 3)
				die("bench.lines", "reports=%d", n);
			if (!k->items)
				k->items = mem_new((size_t)each, sizeof *k->items);
			capture(k, packer, line, (size_t)len - 1, now - since + since / each * n);
		}
	free(line);
	pack_primed_free(packer);
}

static void open_all(struct crowd *c, const char *url)
{
	char host[64], *colon;
	text_copy(host, sizeof host, url + strlen("http://"));
	text_copy(c->authority, sizeof c->authority, host);
	colon = strchr(host, ':');
	*colon = '\0';
	c->to = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(colon + 1)) };
	inet_pton(AF_INET, host, &c->to.sin_addr);
	c->epoll = epoll_create1(EPOLL_CLOEXEC);
	c->clock = (struct clock){ wall, mono, c };
	c->kiosks = mem_new((size_t)c->count, sizeof *c->kiosks);
	for (int i = 0; i < c->count; i++) {
		struct kiosk *k = &c->kiosks[i];
		struct device_options o = { .store = &KIOSKS_STORE, .ctx = k, .clock = &c->clock, .quality = "synced",
			.software = "bench", .poll_ms = -1 };
		text_copy(o.authority, sizeof o.authority, c->authority);
		snprintf(o.boot, sizeof o.boot, "%032x", i + 1);
		k->crowd = c;
		for (int s = 0; s < DEVICE_SLOTS; s++)
			k->lines[s].fd = k->lines[s].slot = -1;
		device_init(&k->d, &o, NULL, NULL, 0);
		k->wake = INT64_MAX;
	}
}

/* ---- the two stories --------------------------------------------------------------------------- */

static void wait_for_word(const char *say)
{
	char word[16];
	printf("%s\n", say);
	fflush(stdout);
	if (!fgets(word, sizeof word, stdin))
		exit(1);
}

/* Thirty days of closed doors: a few knocks of each kiosk, farther and farther apart, bring its pauses to their
 * longest; what lies between changes nothing any more. */
static void be_away(struct crowd *c)
{
	static const int64_t AFTER_S[] = { 60, 61, 63, 67, 75, 91, 123, 187, 315, 600, 1500, 2400, 86400 };
	int64_t from = c->ahead_ms;
	for (size_t n = 0; n < COUNT_OF(AFTER_S); n++) {
		c->ahead_ms = from + AFTER_S[n] * SECOND_MS;
		for (int i = 0; i < c->count; i++) {
			struct device_request rq = { 0 };
			device_pull(&c->kiosks[i].d);
			if (!device_next(&c->kiosks[i].d, &rq))
				continue;
			buf_free(&rq.headers);
			buf_free(&rq.body);
			kiosk_unheard(&c->kiosks[i], rq.slot, "net_refused");
		}
	}
	c->ahead_ms = from + AWAY_MS;
	for (int i = 0; i < c->count; i++) {
		struct kiosk *k = &c->kiosks[i];
		k->failed = k->all = (struct tries){ 0 };
		k->d.o.poll_ms = DEVICE_POLL_MS;
	}
	c->failures = 0;
}

static void start(struct crowd *c)
{
	for (int i = 0; i < c->count; i++) {
		struct kiosk *k = &c->kiosks[i];
		k->d.has_pending = true;
		device_link_up(&k->d);
		if (c->reports) { /* at once, all of them */
			k->d.credit_items = c->reports;
			device_nudge(&k->d);
		}
		k->wake = 0;
	}
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void tell(struct crowd *c, int64_t began)
{
	int failed = 0, all = 0;
	for (int i = 0; i < c->count; i++) {
		failed = c->kiosks[i].failed.most > failed ? c->kiosks[i].failed.most : failed;
		all = c->kiosks[i].all.most > all ? c->kiosks[i].all.most : all;
	}
	qsort(c->times, (size_t)c->times_count, sizeof *c->times, by_size);
	printf("seconds %.4f\nacked %lld\nbatches %d\np50 %.3f\np99 %.3f\nfailures %lld\nfailed_a_minute %d\nrequests_a_minute %d\n",
	       (double)(now_us() - began) / 1e6, (long long)c->acked, c->times_count, c->times[c->times_count / 2],
	       c->times[(size_t)((double)c->times_count * 0.99)], (long long)c->failures, failed, all);
}

int main(int argc, char **argv)
{
	struct crowd c = { 0 };
	struct rlimit many;
	char line[64];
	if (argc != 7 || crypt_start())
		return 64;
	FILE *codes = fopen(argv[1], "r"), *lines = fopen(argv[2], "r");
	bool away = !strcmp(argv[4], "away");
	int each = atoi(argv[6]);
	getrlimit(RLIMIT_NOFILE, &many);
	many.rlim_cur = many.rlim_max;
	if (!codes || !lines || setrlimit(RLIMIT_NOFILE, &many))
		return 66;
	while (fgets(line, sizeof line, codes))
		c.count++;
	rewind(codes);
	open_all(&c, argv[3]);
	enrol_all(&c, codes);
	drive(&c, c.count, none_busy);
	if (away) {
		wait_for_word("enrolled");
		be_away(&c);
	}
	capture_all(&c, lines, each, away ? AWAY_MS : 0);
	c.reports = away ? 0 : atoi(argv[5]);
	wait_for_word("ready");
	int64_t began = now_us();
	start(&c);
	drive(&c, c.count, all_acked);
	tell(&c, began);
	return 0;
}
