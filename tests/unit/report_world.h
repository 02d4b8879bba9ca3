/* Good reports for the suites of the report model, the real catalogue, and a way to change one text.
 *
 * Each case takes a good report, puts one text for another and says what must come of it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_REPORT_WORLD_H
#define TESTS_UNIT_REPORT_WORLD_H

#include "shared/model/report.h"
#include "tests/unit/catalogue_world.h"

#define ID "019303f2-7c10-7abc-8def-0123456789ab"

/* A leaking living-room ceiling, told by a tenant at the kiosk. VERSION is filled in. */
#define REPAIR \
	"{\"schema\":1,\"id\":\"" ID "\",\"receipt\":null,\"catalogue\":\"VERSION\",\"channel\":\"kiosk\"," \
	"\"lang\":\"nl\",\"actor\":{\"kind\":\"tenant\",\"ref\":\"100234\"},\"branch\":\"home\"," \
	"\"kind\":\"repair\",\"unit\":\"D-1\",\"place\":null,\"cause\":null,\"room\":\"WOO\"," \
	"\"object\":\"RADIATOR\",\"fault\":\"TEM\",\"words\":null," \
	"\"suspect\":{\"code\":\"LUCHT\",\"room\":null,\"object\":null}," \
	"\"answers\":{\"GEHEEL-KOUD\":\"NEE\",\"KWETSBAAR\":\"NEE\",\"VORST\":\"NEE\"}," \
	"\"when\":{\"slots\":[[\"2026-11-25\",\"OCH\"],[\"2026-11-25\",\"AVO\"]],\"call\":false}," \
	"\"contact\":{\"name\":\"J. de Vries\",\"phone\":\"+31612345678\"," \
	"\"mail\":\"j.devries@example.nl\",\"via\":\"mail\"},\"first_contact\":true," \
	"\"before\":null,\"follow\":null,\"t\":1795560000000}"

/* text with `to` for the first `from`, and the catalogue's version filled in. */
static inline void change(const char *text, const char *from, const char *to, const char *version,
			  struct buf *out)
{
	BUF(half);
	const char *found = strstr(text, from);

	if (!found)
		fail_msg("nothing to change: %s", from);
	buf_add(&half, text, (size_t)(found - text));
	buf_str(&half, to);
	buf_str(&half, found + strlen(from));
	found = strstr(buf_text(&half), "VERSION");
	if (!found) {
		buf_str(out, buf_text(&half));
		return;
	}
	buf_add(out, half.data, (size_t)(found - half.data));
	buf_str(out, version);
	buf_str(out, found + 7);
}

static inline struct val *parse(const struct world *w, const char *text, const char *from, const char *to)
{
	BUF(changed);
	struct val *v = NULL;
	struct val_fault at;

	change(text, from, to, catalogue_version(w->c), &changed);
	if (val_parse(buf_text(&changed), changed.len, NULL, &v, &at))
		fail_msg("%s -> %s: byte %zu: %s", from, to, at.offset, at.why);
	return v;
}

static inline int read_changed(const struct world *w, const char *text, const char *from, const char *to,
			       struct report *r, struct report_fault *fault)
{
	VAL(v) = parse(w, text, from, to);

	return report_read(v, true, r, fault);
}

static inline void read_good(const struct world *w, const char *text, struct report *r)
{
	struct report_fault fault;

	if (read_changed(w, text, "\"schema\":1", "\"schema\":1", r, &fault))
		fail_msg("%s: %s", fault.field, fault.why);
}

#endif
