/* One report: what is read, what is complete, what is equal.
 *
 * Each case takes a good report, puts one text for another and says what must come of it. The same
 * cases go through the JSON Schema, so schema and code cannot drift apart.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/report.h"
#include "shared/model/catalogue.h"
#include "tests/unit/schema.h"
#include "web/site/source.h"

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
	"\"follow\":null,\"t\":1795560000000}"

/* Noise of people nearby. */
#define NUISANCE \
	"{\"schema\":1,\"id\":\"" ID "\",\"catalogue\":\"VERSION\",\"channel\":\"kiosk\",\"lang\":\"tr\"," \
	"\"actor\":{\"kind\":\"guest\"},\"branch\":\"surroundings\",\"kind\":\"nuisance\"," \
	"\"place\":{\"code\":\"PORTIEK\"},\"cause\":\"people\",\"fault\":\"GEL\"," \
	"\"contact\":{\"name\":\"A\",\"phone\":\"010 123 45 67\",\"via\":\"phone\"},\"t\":1795560000000}"

#define ALARM \
	"{\"schema\":1,\"id\":\"" ID "\",\"catalogue\":\"VERSION\",\"channel\":\"kiosk\",\"lang\":\"nl\"," \
	"\"actor\":{\"kind\":\"guest\"},\"branch\":\"alarm\",\"kind\":\"alarm\",\"fault\":\"GAS\"," \
	"\"t\":1795560000000}"

struct world {
	struct val *doc;
	struct catalogue *c;
};

static int set_up(void **state)
{
	static struct world w;
	char why[SOURCE_WHY];

	if (source_catalogue("web/catalogue", &w.doc, why, sizeof(why)) < 0 ||
	    catalogue_load(w.doc, &w.c, why, sizeof(why)) < 0) {
		print_error("%s\n", why);
		return -1;
	}
	*state = &w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	catalogue_free(w->c);
	val_free(w->doc);
	return 0;
}

/* text with `to` for the first `from`, and the catalogue's version filled in. */
static void change(const char *text, const char *from, const char *to, const char *version,
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

static struct val *parse(const struct world *w, const char *text, const char *from, const char *to)
{
	BUF(changed);
	struct val *v = NULL;
	struct val_fault at;

	change(text, from, to, catalogue_version(w->c), &changed);
	if (val_parse(buf_text(&changed), changed.len, NULL, &v, &at))
		fail_msg("%s -> %s: byte %zu: %s", from, to, at.offset, at.why);
	return v;
}

static int read_changed(const struct world *w, const char *text, const char *from, const char *to,
			struct report *r, struct report_fault *fault)
{
	VAL(v) = parse(w, text, from, to);

	return report_read(v, true, r, fault);
}

static void read_good(const struct world *w, const char *text, struct report *r)
{
	struct report_fault fault;

	if (read_changed(w, text, "\"schema\":1", "\"schema\":1", r, &fault))
		fail_msg("%s: %s", fault.field, fault.why);
}

static void print_report(const struct report *r, struct buf *out)
{
	VAL(v) = report_write(r);

	val_print(v, out);
}

/* ---- reading ------------------------------------------------------------------------------ */

static void test_canonical_form_comes_back_unchanged(void **state)
{
	const struct world *w = *state;
	struct report r, again;
	struct report_fault fault;
	BUF(first);
	BUF(second);
	VAL(v) = NULL;

	read_good(w, REPAIR, &r);
	assert_string_equal(r.object, "RADIATOR");
	assert_int_equal(r.slot_count, 2);
	assert_int_equal(r.answer_count, 3);
	assert_int_equal(r.t, 1795560000000);
	print_report(&r, &first);
	assert_int_equal(val_parse(buf_text(&first), first.len, NULL, &v, NULL), OK);
	assert_int_equal(report_read(v, true, &again, &fault), OK);
	print_report(&again, &second);
	assert_string_equal(buf_text(&first), buf_text(&second));
	assert_memory_equal(&r, &again, sizeof(r));
	PROVES("R50");
}

static void test_order_of_choices_makes_no_difference(void **state)
{
	const struct world *w = *state;
	struct report a, b;
	struct report_fault fault;
	BUF(x);
	BUF(y);

	read_good(w, REPAIR, &a);
	assert_int_equal(read_changed(w, REPAIR,
				      "[\"2026-11-25\",\"OCH\"],[\"2026-11-25\",\"AVO\"]",
				      "[\"2026-11-25\",\"AVO\"],[\"2026-11-25\",\"OCH\"]", &b, &fault),
			 OK);
	print_report(&a, &x);
	print_report(&b, &y);
	assert_string_equal(buf_text(&x), buf_text(&y));
	assert_string_equal(a.slots[0].part, "OCH");
	PROVES("R39 R50");
}

/* The tenant at the kiosk, the operator on the phone, the caretaker with a tablet. */
static void test_one_record_from_tenant_operator_and_caretaker(void **state)
{
	const struct world *w = *state;
	static const struct {
		const char *channel, *kind, *ref;
	} who[] = {
		{ "kiosk", "tenant", "100234" },
		{ "phone", "operator", "m.jansen" },
		{ "tablet", "caretaker", "b.yilmaz" },
	};
	BUF(expected);

	for (size_t i = 0; i < COUNT_OF(who); i++) {
		struct report r;
		BUF(printed);
		read_good(w, REPAIR, &r);
		text_copy(r.channel, sizeof(r.channel), who[i].channel);
		text_copy(r.actor_kind, sizeof(r.actor_kind), who[i].kind);
		text_copy(r.actor_ref, sizeof(r.actor_ref), who[i].ref);
		struct report_fault fault;
		assert_int_equal(report_judge(&r, w->c, &fault), OK);
		text_copy(r.channel, sizeof(r.channel), "kiosk");
		text_copy(r.actor_kind, sizeof(r.actor_kind), "tenant");
		memset(r.actor_ref, 0, sizeof(r.actor_ref));
		print_report(&r, &printed);
		if (i == 0)
			buf_str(&expected, buf_text(&printed));
		assert_string_equal(buf_text(&printed), buf_text(&expected));
	}
	PROVES("R49 R50");
}

/* What the reader must make of one change, and whether the schema says the same. */
struct read_case {
	const char *from, *to, *field; /* field NULL: accepted */
	bool schema_looser;            /* only the code can see it */
};

static const struct read_case READ_CASES[] = {
	{ "\"schema\":1", "\"schema\":2", "schema", false },
	{ "\"schema\":1,", "", "schema", false },
	{ "\"id\":\"" ID "\"", "\"id\":null", "id", false },
	{ ID, "019303f2-7c10-4abc-8def-0123456789ab", "id", false },
	{ ID, "019303f2-7c10-7abc-7def-0123456789ab", "id", false },
	{ ID, "019303F2-7c10-7abc-8def-0123456789ab", "id", false },
	{ "\"receipt\":null", "\"receipt\":\"K7QD-4M2XR-0\"", NULL, false },
	{ "\"receipt\":null", "\"receipt\":\"K7QD-4M2XR-1\"", "receipt", true },
	{ "\"receipt\":null", "\"receipt\":\"k7qd\"", "receipt", false },
	{ "\"channel\":\"kiosk\"", "\"channel\":\"fax\"", "channel", false },
	{ "\"channel\":\"kiosk\"", "\"channel\":null", NULL, false },
	{ "\"lang\":\"nl\"", "\"lang\":\"NL\"", "lang", false },
	{ "\"lang\":\"nl\"", "\"lang\":\"\"", NULL, false },
	{ "\"kind\":\"tenant\"", "\"kind\":\"robot\"", "actor/kind", false },
	{ "\"ref\":\"100234\"", "\"rev\":\"100234\"", "actor/rev", false },
	{ "\"actor\":{", "\"actor\":[],\"x\":{", "actor", false },
	{ "\"branch\":\"home\"", "\"branch\":\"garden\"", "branch", false },
	{ "\"branch\":\"home\",", "", "branch", false },
	{ "\"kind\":\"repair\"", "\"kind\":\"\"", "kind", false },
	{ "\"unit\":\"D-1\"", "\"unit\":17", "unit", false },
	{ "\"unit\":\"D-1\"", "\"unit\":\"D\\n1\"", "unit", false },
	{ "\"place\":null", "\"place\":{\"code\":\"a b\"}", "place/code", false },
	{ "\"place\":null", "\"place\":{\"text\":\"bij de vijver\"}", NULL, false },
	{ "\"cause\":null", "\"cause\":\"ghosts\"", "cause", false },
	{ "\"room\":\"WOO\"", "\"room\":\"../etc\"", "room", false },
	{ "\"room\":\"WOO\"", "\"room\":\"WOONKAMERWOONKAMER\"", "room", false },
	{ "\"fault\":\"TEM\"", "\"fault\":\"tem\"", "fault", false },
	{ "\"fault\":\"TEM\"", "\"fault\":\"ABCDEFGHIJKLMNOPQRSTUVWXY\"", "fault", false },
	{ "\"words\":null", "\"words\":\"Het lekt.\\nAl lang.\"", NULL, false },
	{ "\"words\":null", "\"words\":\"\\u001b[2J\"", "words", true },
	{ "\"words\":null", "\"words\":\"\\u009b2J\"", "words", true },
	{ "\"words\":null", "\"words\":[\"x\"]", "words", false },
	{ "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}", "\"unknown\"", NULL, false },
	{ "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}", "\"WEET-NIET\"", NULL, false },
	{ "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}", "\"ghosts\"", "suspect", false },
	{ "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}", "{\"object\":\"KIT\"}", "suspect", false },
	{ "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}", "{\"code\":\"x\"}", "suspect", false },
	{ "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}", "{\"code\":\"X\",\"q\":1}", "suspect", false },
	{ "\"VORST\":\"NEE\"", "\"VORST\":true", "answers", false },
	{ "\"VORST\":\"NEE\"", "\"vorst\":\"NEE\"", "answers", false },
	{ "\"VORST\":\"NEE\"", "\"VORST\":\"\"", "answers", false },
	{ "{\"GEHEEL-KOUD\":\"NEE\",", "{\"A1\":\"J\",\"A2\":\"J\",\"A3\":\"J\",\"A4\":\"J\",\"A5\":\"J\","
	  "\"A6\":\"J\",\"A7\":\"J\",\"A8\":\"J\",\"A9\":\"J\",\"B1\":\"J\",\"B2\":\"J\",", "answers", false },
	{ "\"2026-11-25\",\"OCH\"", "\"2026-11-31\",\"OCH\"", "when/slots", true },
	{ "\"2026-11-25\",\"OCH\"", "\"2027-02-29\",\"OCH\"", "when/slots", true },
	{ "\"2026-11-25\",\"OCH\"", "\"2028-02-29\",\"OCH\"", NULL, false },
	{ "\"2026-11-25\",\"OCH\"", "\"2026-13-01\",\"OCH\"", "when/slots", false },
	{ "\"2026-11-25\",\"OCH\"", "\"25-11-2026\",\"OCH\"", "when/slots", false },
	{ "\"2026-11-25\",\"OCH\"", "\"2026-11-25\",\"NAC\"", "when/slots", false },
	{ "\"2026-11-25\",\"OCH\"", "\"2026-11-25\",\"AVO\"", "when/slots", false }, /* twice */
	{ "\"2026-11-25\",\"OCH\"", "\"2026-11-25\"", "when/slots", false },
	{ "\"call\":false", "\"call\":0", "when/call", false },
	{ "\"J. de Vries\"", "\"J.\\u0007\"", "contact/name", false },
	{ "+31612345678", "06-1234", "contact/phone", false },
	{ "+31612345678", "06 12 34 56 78", NULL, false },
	{ "+31612345678", "0031 (0)6 12345678", NULL, false },
	{ "+31612345678", "112; rm -rf", "contact/phone", false },
	{ "+31612345678", "+90 532 123 45 67", NULL, false },
	{ "+31612345678", "+316123456789", "contact/phone", true },
	{ "j.devries@example.nl", "j.devries@example", "contact/mail", false },
	{ "j.devries@example.nl", "a@b.nl\\nBcc: c@d.nl", "contact/mail", false },
	{ "j.devries@example.nl", "a b@c.nl", "contact/mail", false },
	{ "j.devries@example.nl", "a@-c.nl", "contact/mail", false },
	{ "\"via\":\"mail\"", "\"via\":\"pigeon\"", "contact/via", false },
	{ "\"first_contact\":true", "\"first_contact\":\"yes\"", "first_contact", false },
	{ "\"follow\":null", "\"follow\":\"AB\"", "follow", false },
	{ "\"t\":1795560000000", "\"t\":-1", "t", false },
	{ "\"t\":1795560000000", "\"t\":\"now\"", "t", false },
	{ "\"t\":1795560000000", "\"t\":1795560000000,\"admin\":true", "admin", false },
};

static void test_reader_and_schema_agree(void **state)
{
	const struct world *w = *state;
	VAL(schema) = schema_file("shared/model/report.schema.json");

	for (size_t i = 0; i < COUNT_OF(READ_CASES); i++) {
		const struct read_case *k = &READ_CASES[i];
		struct report r;
		struct report_fault fault;
		VAL(v) = parse(w, REPAIR, k->from, k->to);
		int rc = report_read(v, true, &r, &fault);
		if (rc != (k->field ? ERR_INPUT : OK) ||
		    (k->field && strcmp(fault.field, k->field) != 0))
			fail_msg("%s: rc %d, field \"%s\"", k->to, rc, fault.field);
		if (schema_valid(schema, v) != (!k->field || k->schema_looser))
			fail_msg("%s: the schema says otherwise", k->to);
	}
	PROVES("R40 R50");
}

static void test_caps_hold(void **state)
{
	const struct world *w = *state;
	static const struct {
		const char *from, *open, *field;
		size_t cap;
	} caps[] = {
		{ "\"words\":null", "\"words\":\"", "words", 2399 },
		{ "\"unit\":\"D-1\"", "\"unit\":\"", "unit", 63 },
		{ "\"name\":\"J. de Vries\"", "\"name\":\"", "contact/name", 119 },
	};

	for (size_t i = 0; i < COUNT_OF(caps); i++)
		for (size_t over = 0; over < 2; over++) {
			struct report r;
			struct report_fault fault;
			BUF(to);
			buf_str(&to, caps[i].open);
			for (size_t n = 0; n < caps[i].cap + over; n++)
				buf_char(&to, 'x');
			buf_char(&to, '"');
			int rc = read_changed(w, REPAIR, caps[i].from, buf_text(&to), &r, &fault);
			assert_int_equal(rc, over ? ERR_INPUT : OK);
			if (over)
				assert_string_equal(fault.field, caps[i].field);
		}
	PROVES("R40");
}

static void test_central_ignores_what_it_does_not_know(void **state)
{
	const struct world *w = *state;
	struct report r;
	struct report_fault fault;
	VAL(v) = parse(w, REPAIR, "\"schema\":1", "\"schema\":1,\"mood\":\"good\"");

	assert_int_equal(report_read(v, true, &r, &fault), ERR_INPUT);
	assert_string_equal(fault.field, "mood");
	assert_int_equal(report_read(v, false, &r, &fault), OK);
	VAL(list) = val_array();
	assert_int_equal(report_read(list, false, &r, &fault), ERR_INPUT);
	assert_int_equal(report_read(NULL, false, &r, &fault), ERR_INPUT);
	PROVES("R50");
}

static void test_own_words_are_brought_to_one_form(void **state)
{
	const struct world *w = *state;
	struct report r;
	struct report_fault fault;

	assert_int_equal(read_changed(w, REPAIR, "\"words\":null",
				      "\"words\":\" \\r\\n Het lekt.\\r\\nErg. \\n\"", &r, &fault),
			 OK);
	assert_string_equal(r.words, "Het lekt.\nErg.");
	assert_int_equal(
	    read_changed(w, REPAIR, "J. de Vries", "  \xc3\x87i\xc4\x9f""dem  ", &r, &fault), OK);
	assert_string_equal(r.name, "\xc3\x87i\xc4\x9f""dem");
	PROVES("R36");
}

/* ---- telephone and mail ------------------------------------------------------------------- */

static void test_telephone_numbers(void **state)
{
	static const char *const cases[][2] = {
		{ "0612345678", "+31612345678" },
		{ "06-12 34 56 78", "+31612345678" },
		{ "(010) 123.45.67", "+31101234567" },
		{ "+31 (0)6 12345678", "+31612345678" },
		{ "0031612345678", "+31612345678" },
		{ "+49 30 901820", "+4930901820" },
		{ "00 90 532 123 45 67", "+905321234567" },
		{ "612345678", NULL },	       { "061234567", NULL },
		{ "06123456789", NULL },       { "+3161234", NULL },
		{ "+1234567890123456", NULL }, { "+0612345678", NULL },
		{ "", NULL },		       { "+", NULL },
		{ "06 1234 567x", NULL },      { "0800-9009", NULL },
		{ "00000000000000000000000000000000000000", NULL },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char out[24] = "";
		bool ok = phone_normalise(cases[i][0], out, sizeof(out));
		if (ok != (cases[i][1] != NULL) || (ok && strcmp(out, cases[i][1]) != 0))
			fail_msg("%s -> %s", cases[i][0], ok ? out : "refused");
	}
	char small[8];
	assert_false(phone_normalise("0612345678", small, sizeof(small)));
	PROVES("R41 R42");
}

static void test_mail_addresses(void **state)
{
	static const char *const good[] = { "a@b.nl", "j.de-vries+huis@sub.example.org", "x_1@a-b.eu" };
	static const char *const bad[] = {
		"",	    "a",	 "@b.nl",   "a@",	"a@b",	   "a@@b.nl",  "a@b..nl",
		"a@.nl",    "a@b.nl.",	 ".a@b.nl", "a.@b.nl",	"a..b@c.nl", "a b@c.nl", "a@b-.nl",
		"a@b.n",    "a@b.123",	 "a@b.nl>", "\"a\"@b.nl", "a@b.nl\n", "a,c@b.nl",
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(good); i++)
		if (!mail_valid(good[i]))
			fail_msg("refused: %s", good[i]);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (mail_valid(bad[i]))
			fail_msg("taken: %s", bad[i]);
	PROVES("R41");
}

/* ---- completeness ------------------------------------------------------------------------- */

struct judge_case {
	const char *from, *to;
	int rc;
	const char *field;
};

static void judge_all(const struct world *w, const char *text, const struct judge_case *cases,
		      size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct report r;
		struct report_fault fault;
		if (read_changed(w, text, cases[i].from, cases[i].to, &r, &fault))
			fail_msg("%s: not read: %s", cases[i].to, fault.field);
		int rc = report_judge(&r, w->c, &fault);
		if (rc != cases[i].rc || strcmp(fault.field, cases[i].field) != 0)
			fail_msg("%s -> %s: %s at \"%s\"", cases[i].from, cases[i].to,
				 err_slug(rc), fault.field);
	}
}

#define SUSPECT "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}"
#define SLOTS "[[\"2026-11-25\",\"OCH\"],[\"2026-11-25\",\"AVO\"]]"

static void test_a_repair_is_complete_or_says_what_is_missing(void **state)
{
	static const struct judge_case cases[] = {
		{ "\"schema\":1", "\"schema\":1", OK, "" },
		{ "\"catalogue\":\"VERSION\"", "\"catalogue\":\"2001.1\"", ERR_CATALOGUE, "catalogue" },
		{ "\"catalogue\":\"VERSION\"", "\"catalogue\":null", ERR_CATALOGUE, "catalogue" },
		{ "\"channel\":\"kiosk\"", "\"channel\":null", ERR_INCOMPLETE, "channel" },
		{ "\"kind\":\"tenant\"", "\"kind\":null", ERR_INCOMPLETE, "actor/kind" },
		{ "\"t\":1795560000000", "\"t\":0", ERR_INCOMPLETE, "t" },
		{ "\"kind\":\"repair\"", "\"kind\":\"nuisance\"", ERR_INPUT, "kind" },
		{ "\"unit\":\"D-1\"", "\"unit\":\"  \"", ERR_INCOMPLETE, "unit" },
		{ "\"room\":\"WOO\"", "\"room\":\"TUINHUIS\"", ERR_INPUT, "room" },
		{ "\"room\":\"WOO\"", "\"room\":null", ERR_INPUT, "object" },
		{ "\"object\":\"RADIATOR\"", "\"object\":\"LIFT\"", ERR_INPUT, "object" },
		{ "\"fault\":\"TEM\"", "\"fault\":\"RAT\"", ERR_INPUT, "fault" },
		{ "\"object\":\"RADIATOR\",\"fault\":\"TEM\",\"words\":null,\"suspect\":" SUSPECT
		  ",\"answers\":{\"GEHEEL-KOUD\":\"NEE\",\"KWETSBAAR\":\"NEE\",\"VORST\":\"NEE\"}",
		  "\"object\":null", ERR_INCOMPLETE, "object" },
		{ "\"object\":\"RADIATOR\",\"fault\":\"TEM\",\"words\":null,\"suspect\":" SUSPECT
		  ",\"answers\":{\"GEHEEL-KOUD\":\"NEE\",\"KWETSBAAR\":\"NEE\",\"VORST\":\"NEE\"}",
		  "\"object\":\"RADIATOR\"", ERR_INCOMPLETE, "fault" },
		{ "\"object\":\"RADIATOR\",\"fault\":\"TEM\",\"words\":null,\"suspect\":" SUSPECT
		  ",\"answers\":{\"GEHEEL-KOUD\":\"NEE\",\"KWETSBAAR\":\"NEE\",\"VORST\":\"NEE\"}",
		  "\"words\":\"De gordijnrail valt naar beneden\"", OK, "" },
		{ SUSPECT, "null", ERR_INCOMPLETE, "suspect" },
		{ SUSPECT, "\"unknown\"", OK, "" },
		{ SUSPECT, "{\"code\":\"BLAD\"}", ERR_INPUT, "suspect" },
		{ SUSPECT, "{\"code\":\"LUCHT\",\"room\":\"BUI\"}", ERR_INPUT, "suspect" },
		{ SUSPECT, "{\"room\":\"TRI\",\"object\":\"CV-KETEL\"}", OK, "" },
		{ ",\"VORST\":\"NEE\"", "", ERR_INCOMPLETE, "answers/VORST" },
		{ "\"VORST\":\"NEE\"", "\"VORST\":\"MISSCHIEN\"", ERR_INPUT, "answers/VORST" },
		{ "\"VORST\":\"NEE\"", "\"ENIG-TOILET\":\"NEE\"", ERR_INPUT, "answers/ENIG-TOILET" },
		{ SLOTS, "[]", ERR_INCOMPLETE, "when" },
		{ SLOTS ",\"call\":false", "[],\"call\":true", OK, "" },
		{ "J. de Vries", "   ", ERR_INCOMPLETE, "contact/name" },
		{ "\"via\":\"mail\"", "\"via\":null", ERR_INCOMPLETE, "contact/via" },
		{ "\"mail\":\"j.devries@example.nl\"", "\"mail\":null", ERR_INCOMPLETE, "contact/mail" },
		{ "\"phone\":\"+31612345678\",\"mail\":\"j.devries@example.nl\"", "\"phone\":\"\"",
		  ERR_INCOMPLETE, "contact/phone" },
		{ "\"phone\":\"+31612345678\"", "\"phone\":null", OK, "" },
	};
	judge_all(*state, REPAIR, cases, COUNT_OF(cases));
	PROVES("R36 R38 R39 R40 R41");
}

/* Frost makes it urgent: then the corporation calls, whatever was chosen. */
static void test_urgent_needs_a_telephone(void **state)
{
	static const struct judge_case cases[] = {
		{ "\"VORST\":\"NEE\"", "\"VORST\":\"JA\"", ERR_INCOMPLETE, "contact/via" },
	};
	const struct world *w = *state;
	struct report r;
	struct report_fault fault;

	judge_all(w, REPAIR, cases, COUNT_OF(cases));
	assert_int_equal(
	    read_changed(w, REPAIR, "\"VORST\":\"NEE\"", "\"VORST\":\"JA\"", &r, &fault), OK);
	assert_int_equal(report_urgency(&r, w->c), URGENCY_URGENT);
	text_copy(r.via, sizeof(r.via), "phone");
	assert_int_equal(report_judge(&r, w->c, &fault), OK);
	r.phone[0] = '\0';
	assert_int_equal(report_judge(&r, w->c, &fault), ERR_INCOMPLETE);
	assert_string_equal(fault.field, "contact/phone");
	text_copy(r.via, sizeof(r.via), "mail");
	assert_int_equal(report_judge(&r, w->c, &fault), ERR_INCOMPLETE);
	assert_string_equal(fault.field, "contact/phone");
	PROVES("R42 R43");
}

static void test_surroundings_need_cause_kind_and_place(void **state)
{
	static const struct judge_case cases[] = {
		{ "\"schema\":1", "\"schema\":1", OK, "" },
		{ "\"fault\":\"GEL\"", "\"fault\":\"VUILNIS\"", ERR_INPUT, "fault" },
		{ "\"fault\":\"GEL\"", "\"words\":\"Elke nacht feest\"", OK, "" },
		{ ",\"fault\":\"GEL\"", "", ERR_INCOMPLETE, "fault" },
		{ "\"cause\":\"people\",\"fault\":\"GEL\"", "\"words\":\"x\"", ERR_INCOMPLETE, "cause" },
		{ "\"cause\":\"people\"", "\"cause\":null", ERR_INCOMPLETE, "cause" },
		{ "\"kind\":\"nuisance\"", "\"kind\":\"area\"", ERR_INPUT, "kind" },
		{ "\"kind\":\"nuisance\"", "\"kind\":\"repair\"", ERR_INPUT, "kind" },
		{ "{\"code\":\"PORTIEK\"}", "null", ERR_INCOMPLETE, "place" },
		{ "{\"code\":\"PORTIEK\"}", "{\"code\":\"MAAN\"}", ERR_INPUT, "place/code" },
		{ "{\"code\":\"PORTIEK\"}", "{\"text\":\"Bij de vijver\"}", OK, "" },
		{ "\"cause\":", "\"room\":\"BAD\",\"cause\":", ERR_INPUT, "room" },
		{ "\"name\":\"A\"", "\"name\":null", ERR_INCOMPLETE, "contact/name" },
		{ "\"cause\":\"people\",\"fault\":\"GEL\",\"contact\"",
		  "\"cause\":\"people\",\"fault\":\"GEL\",\"answers\":{\"VORST\":\"JA\"},\"contact\"",
		  ERR_INPUT, "answers/VORST" },
	};
	judge_all(*state, NUISANCE, cases, COUNT_OF(cases));
	PROVES("R40 R44 R45 R46 R54");
}

static void test_an_alarm_needs_its_sign_only(void **state)
{
	static const struct judge_case cases[] = {
		{ "\"schema\":1", "\"schema\":1", OK, "" },
		{ "\"fault\":\"GAS\"", "\"fault\":\"UFO\"", ERR_INPUT, "fault" },
		{ "\"fault\":\"GAS\",", "", ERR_INCOMPLETE, "fault" },
	};
	const struct world *w = *state;
	struct report r;

	judge_all(w, ALARM, cases, COUNT_OF(cases));
	read_good(w, ALARM, &r);
	assert_int_equal(report_urgency(&r, w->c), URGENCY_EMERGENCY);
	PROVES("R51 R52");
}

static void test_questions_and_complaints_are_kinds_of_their_own(void **state)
{
	static const struct judge_case cases[] = {
		{ "\"kind\":\"repair\"", "\"kind\":\"question\"", OK, "" },
		{ "\"branch\":\"home\"", "\"branch\":\"energy\"", OK, "" },
		{ "\"kind\":\"repair\"", "\"kind\":\"complaint\"", ERR_INCOMPLETE, "words" },
		{ "\"kind\":\"repair\"", "\"kind\":\"alarm\"", ERR_INPUT, "kind" },
		{ "\"branch\":\"home\"", "\"branch\":\"alarm\"", ERR_INPUT, "kind" },
	};
	judge_all(*state, REPAIR, cases, COUNT_OF(cases));
	PROVES("R4 R40");
}

/* ---- urgency and follow code -------------------------------------------------------------- */

static void test_urgency_of_a_report(void **state)
{
	const struct world *w = *state;
	static const struct {
		const char *text, *from, *to;
		enum urgency urgency;
	} cases[] = {
		{ REPAIR, "\"VORST\":\"NEE\"", "\"VORST\":\"NEE\"", URGENCY_NORMAL },
		{ REPAIR, "\"KWETSBAAR\":\"NEE\"", "\"KWETSBAAR\":\"JA\"", URGENCY_URGENT },
		{ REPAIR, "\"object\":\"RADIATOR\",\"fault\":\"TEM\"",
		  "\"object\":\"STOPCONTACT\",\"fault\":\"VONKT\"", URGENCY_EMERGENCY },
		{ REPAIR, "\"fault\":\"TEM\"", "\"fault\":null", URGENCY_NORMAL },
		{ NUISANCE, "\"fault\":\"GEL\"", "\"fault\":\"AGR\"", URGENCY_URGENT },
		{ NUISANCE, "\"fault\":\"GEL\"", "\"fault\":null", URGENCY_NORMAL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct report r;
		struct report_fault fault;
		assert_int_equal(
		    read_changed(w, cases[i].text, cases[i].from, cases[i].to, &r, &fault), OK);
		assert_int_equal(report_urgency(&r, w->c), cases[i].urgency);
	}
	PROVES("R43");
}

static void test_follow_code_is_salted_and_forgiving(void **state)
{
	char a[HEX32_TEXT], b[HEX32_TEXT], other[HEX32_TEXT], none[HEX32_TEXT];
	(void)state;

	report_follow_hash(ID, "AB10CD", a);
	report_follow_hash(ID, "ab io-cd", b);
	report_follow_hash("019303f2-7c10-7abc-8def-0123456789ac", "AB10CD", other);
	report_follow_hash(ID, "AB10CE", none);
	assert_string_equal(a, b);
	assert_string_not_equal(a, other);
	assert_string_not_equal(a, none);
	assert_int_equal(strlen(a), 64);
	PROVES("R64");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canonical_form_comes_back_unchanged),
		cmocka_unit_test(test_order_of_choices_makes_no_difference),
		cmocka_unit_test(test_one_record_from_tenant_operator_and_caretaker),
		cmocka_unit_test(test_reader_and_schema_agree),
		cmocka_unit_test(test_caps_hold),
		cmocka_unit_test(test_central_ignores_what_it_does_not_know),
		cmocka_unit_test(test_own_words_are_brought_to_one_form),
		cmocka_unit_test(test_telephone_numbers),
		cmocka_unit_test(test_mail_addresses),
		cmocka_unit_test(test_a_repair_is_complete_or_says_what_is_missing),
		cmocka_unit_test(test_urgent_needs_a_telephone),
		cmocka_unit_test(test_surroundings_need_cause_kind_and_place),
		cmocka_unit_test(test_an_alarm_needs_its_sign_only),
		cmocka_unit_test(test_questions_and_complaints_are_kinds_of_their_own),
		cmocka_unit_test(test_urgency_of_a_report),
		cmocka_unit_test(test_follow_code_is_salted_and_forgiving),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
