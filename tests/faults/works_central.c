/* Central as a house: how it is made, opened, judged; and the list of its workloads.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works_central.h"

#include "server/audit_store.h"

const char HOUSE_NAME[] = "central";

const struct work *house_works(size_t *ret_count)
{
	static struct work all[96];
	const struct work *const parts[] = { CENTRAL_INTAKE, CENTRAL_CASES, CENTRAL_OFFICE, CENTRAL_FILES,
					     CENTRAL_STEPS };

	return works_join(parts, COUNT_OF(parts), all, ret_count);
}

struct house *house_new(const char *dir, const struct work *w)
{
	struct house *h = mem_new(1, sizeof(*h));

	h->w = w;
	h->o.wall = START_MS;
	h->o.mono = 5000000;
	h->o.app.lock_fd = -1;
	text_copy(h->dir, sizeof(h->dir), dir);
	return h;
}

int house_open(struct house *h)
{
	memset(&h->o.app, 0, sizeof(h->o.app));
	h->o.app.lock_fd = -1;
	int err = app_open(&h->o.app, h->dir, APP_WRITE, NULL, "build/share");
	h->open = true;
	if (err) {
		house_close(h);
		return err;
	}
	h->o.app.clock = (struct clock){ office_wall, office_mono, &h->o };
	if (h->line)
		central_line_hub(h);
	return OK;
}

void house_close(struct house *h)
{
	if (h->open)
		app_close(&h->o.app);
	h->open = false;
	memset(&h->o.app, 0, sizeof(h->o.app));
	h->o.app.lock_fd = -1;
}

void house_free(struct house *h)
{
	central_line_free(h);
	house_close(h);
	free(h);
}

struct db *house_db(struct house *h)
{
	return h->o.app.db;
}

const struct work *house_work(const struct house *h)
{
	return h->w;
}

/* Three homes, two parties, rules, a catalogue, an administrator. */
void house_base(const char *dir)
{
	struct house *h = house_new(dir, NULL);

	assert_int_equal(app_create(dir), OK);
	assert_int_equal(house_open(h), OK);
	office_catalogue(&h->o);
	office_must_import(&h->o, "suppliers", SUPPLIERS_HEAD
		"zon,Zonzeker,provider,C1,,party,088 1,z@x.example,,2024-01-01,\n"
		"meet,Meetgoed,supplier,C2,,,088 2,,,,\n");
	office_must_import(&h->o, "dwellings", DWELLINGS_HEAD
		"A-1,Lindenhof,1,,8299 LA,Lindehaven,LINDE,LINDE-A,APP,no,,,\n"
		"A-1-B,Lindenhof,1,B,8299 LA,Lindehaven,LINDE,LINDE-A,APP,no,,,A-1\n"
		"N-1,Zonneweide,3,,8299 ZW,Lindehaven,ZON,,APP,yes,zon,meet,\n");
	office_must_import(&h->o, "rules", RULES_DEFAULT);
	house_commit(h);
	house_free(h);
}

/* Histories prove themselves, feeds rise, every item was counted, each case has its history. */
bool house_sane(struct house *h)
{
	return ROW(h, "SELECT count(*) FROM case_file c WHERE NOT EXISTS"
		      " (SELECT 1 FROM case_event e WHERE e.nr = c.nr)") == 0 &&
	       ROW(h, "SELECT count(*) FROM case_event e WHERE NOT EXISTS"
		      " (SELECT 1 FROM case_file c WHERE c.nr = e.nr)") == 0;
}
