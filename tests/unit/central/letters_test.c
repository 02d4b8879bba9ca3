/* Every letter in every language, and what must never be in one.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "server/letters.h"
#include "shared/base/text.h"
#include "shared/io/fs.h"

#define ZONE "Europe/Amsterdam"
static const char *const LANGS[] = { "nl", "en" };

/* ---- facts -------------------------------------------------------------------------------- */

static struct val *all_facts(void)
{
	struct val *v = val_object();
	for (const struct fact *f = FACTS; f->name; f++) {
		char text[48];
		snprintf(text, sizeof text, "<%s>", f->name);
		switch (f->kind) {
		case FACT_LINE:
		case FACT_TEXT:
			val_put_str(v, f->name, text);
			break;
		case FACT_DAY:
		case FACT_MOMENT:
		case FACT_CLOCK:
		case FACT_NUMBER:
			val_put_int(v, f->name, INT64_C(1795590000000));
			break;
		case FACT_FLAG:
			val_put_bool(v, f->name, true);
			break;
		}
	}
	return v;
}

/* Only what the letter needs. */
static struct val *needed_facts(const struct letter *l)
{
	VAL(all) = all_facts();
	struct val *v = val_object();
	VAL_EACH(one, all)
		if (letter_names(l->need, val_name(one)) || !strcmp(val_name(one), "corporation"))
			val_put(v, val_name(one), val_copy(one));
	return v;
}

static int fill(const char *dir, const char *lang, const struct letter *l, const struct val *facts,
		struct buf *subject, struct buf *text)
{
	const struct letter_paper paper = { dir, lang, ZONE };
	char why[200] = "";
	int err = letters_fill(&paper, l, facts, subject, text, why, sizeof why);
	if (err == ERR_INTERNAL)
		fail_msg("%s/%s: %s", lang, l->name, why);
	return err;
}

/* ---- what a reader may expect ------------------------------------------------------------- */

static void check_words(const char *lang, const struct letter *l, const char *subject,
			const char *text)
{
	static const char *const odd[] = { "{{", "}}", "  ", " .", " ,", " ?", "..", "()", "\n\n\n", " \n", ": \n",
		":\n\n", ": .", ",." };
	for (size_t i = 0; i < COUNT_OF(odd); i++)
		if (strstr(text, odd[i]) || strstr(subject, odd[i]))
			fail_msg("%s/%s has \"%s\": %s | %s", lang, l->name, odd[i], subject, text);
	size_t n = strlen(text);
	if (!subject[0] || utf8_length(subject) > LETTER_SUBJECT || n < 60 || text[0] == '\n' ||
	    text[n - 1] != '\n' || text[n - 2] == '\n')
		fail_msg("%s/%s: %s | %s", lang, l->name, subject, text);
}

static void every_letter_is_whole_with_all_facts_and_with_few(void **state)
{
	VAL(all) = all_facts();
	(void)state;
	for (size_t i = 0; i < COUNT_OF(LANGS); i++) {
		assert_true(letters_speak(LANGS[i]));
		for (const struct letter *l = LETTERS; l->name; l++) {
			VAL(few) = needed_facts(l);
			for (int round = 0; round < 2; round++) {
				BUF(subject);
				BUF(text);
				assert_int_equal(fill("", LANGS[i], l, round ? few : all, &subject, &text), OK);
				check_words(LANGS[i], l, buf_text(&subject), buf_text(&text));
			}
		}
	}
	assert_false(letters_speak("tr"));
	assert_false(letters_speak(""));
	PROVES("-");
}

static void every_built_in_template_would_be_accepted(void **state)
{
	int letters = 0, texts = 0;
	char why[200];
	(void)state;
	for (const struct letter *l = LETTERS; l->name; l++)
		letters++;
	for (const struct letter_text *t = LETTER_TEXTS; t->path; t++) {
		const char *name = strchr(t->path, '/');
		texts++;
		if (!name)
			continue; /* the frame of mails, the page behind a link */
		const struct letter *l = letter_find(name + 1);
		assert_true(l || !strcmp(name, "/day"));
		if (letters_judge(l, t->text, why, sizeof why))
			fail_msg("%s: %s", t->path, why);
		assert_int_equal(strcspn(t->text, "\n") < strlen(t->text), true);
	}
	assert_int_equal(texts, ((int)COUNT_OF(LANGS)) * (letters + 1) + 2);
	PROVES("-");
}

static void a_fact_that_is_needed_must_be_there(void **state)
{
	(void)state;
	for (const struct letter *l = LETTERS; l->name; l++) {
		VAL(none) = val_object();
		const struct letter_paper paper = { "", "nl", ZONE };
		char why[200] = "";
		BUF(subject);
		BUF(text);
		assert_int_equal(letters_fill(&paper, l, none, &subject, &text, why, sizeof why), ERR_INPUT);
		assert_true(letter_names(l->need, why));
		assert_int_equal(subject.len + text.len, 0);
	}
	PROVES("-");
}

/* What only the reporter may read is no fact for the others, even when somebody gives it (R55). */
static void a_letter_to_others_cannot_say_who_told(void **state)
{
	VAL(all) = all_facts();
	char why[200];
	(void)state;
	for (const struct letter *l = LETTERS; l->name; l++) {
		BUF(subject);
		BUF(text);
		assert_int_equal(fill("", "nl", l, all, &subject, &text), OK);
		if (l->to == LETTER_REPORTER)
			continue;
		assert_null(strstr(buf_text(&text), "<name>"));
		assert_false(letter_knows(l, "name"));
		assert_int_equal(letters_judge(l, "x {{name}}\ny\n", why, sizeof why), ERR_INPUT);
	}
	PROVES("-");
}

static void hostile_words_stay_words(void **state)
{
	VAL(facts) = val_object();
	BUF(subject);
	BUF(text);
	BUF(html);
	const struct letter *l = letter_find("referral");
	(void)state;
	val_put_str(facts, "receipt", "K7\r\nBcc: x@y.example");
	val_put_str(facts, "party", "{{corporation}}\n\nfoo <b onclick='x()'>&amp;</b>\xe2\x80\xae");
	val_put_str(facts, "say", "a\x01\x7f  b");
	assert_int_equal(fill("", "nl", l, facts, &subject, &text), OK);
	assert_null(strchr(buf_text(&subject), '\n'));
	assert_non_null(strstr(buf_text(&subject), "K7 Bcc: x@y.example"));
	assert_non_null(strstr(buf_text(&text), "{{corporation}} foo <b onclick='x()'>&amp;</b> helpt u"));
	assert_non_null(strstr(buf_text(&text), "zeggen: a b\n"));
	assert_int_equal(letters_html("nl", buf_text(&subject), buf_text(&text), "", &html), OK);
	assert_null(strstr(buf_text(&html), "<b onclick"));
	assert_non_null(strstr(buf_text(&html), "&lt;b onclick=&#39;x()&#39;&gt;&amp;amp;"));
	PROVES("-");
}

static void days_and_clocks_are_said_in_the_language(void **state)
{
	static const struct {
		const char *lang, *letter, *want;
	} rows[] = {
		{ "nl", "appointment-made", "Wanneer: woensdag 25 november 2026, tussen 8:00 en 12:00 uur\n" },
		{ "en", "appointment-made", "When: Wednesday 25 November 2026, between 8:00 and 12:00\n" },
		{ "nl", "escalation", "Uiterste tijd: woensdag 25 november 2026, 8:00 uur\n" },
		{ "en", "escalation", "Deadline: Wednesday 25 November 2026, 8:00\n" },
		{ "nl", "result-no-fault", "uiterlijk woensdag 25 november 2026. Daarna" },
	};
	VAL(facts) = val_object();
	(void)state;
	VAL(all) = all_facts();
	VAL_EACH(one, all)
		if (strcmp(val_name(one), "until"))
			val_put(facts, val_name(one), val_copy(one));
	val_put_int(facts, "until", INT64_C(1795604400000));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		BUF(subject);
		BUF(text);
		assert_int_equal(fill("", rows[i].lang, letter_find(rows[i].letter), facts, &subject, &text), OK);
		if (!strstr(buf_text(&text), rows[i].want))
			fail_msg("%s: %s", rows[i].want, buf_text(&text));
	}
	PROVES("-");
}

static void a_long_subject_is_cut_between_letters(void **state)
{
	VAL(facts) = val_object();
	BUF(long_one);
	BUF(subject);
	BUF(text);
	(void)state;
	for (int i = 0; i < 200; i++)
		buf_str(&long_one, "é");
	val_put_str(facts, "receipt", buf_text(&long_one));
	assert_int_equal(fill("", "nl", letter_find("closed"), facts, &subject, &text), OK);
	assert_int_equal(utf8_length(buf_text(&subject)), LETTER_SUBJECT);
	assert_true(utf8_valid(buf_text(&subject), subject.len));
	assert_non_null(strstr(buf_text(&subject), "…"));
	PROVES("-");
}

static void plain_text_is_wrapped_and_html_has_paragraphs(void **state)
{
	BUF(out);
	BUF(html);
	(void)state;
	letters_wrap("een twee\n\ndrie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien\n"
		"https://proef.example/s/012345678901234567890123456789012345678901234567890123456789012345678901\n", &out);
	assert_string_equal(buf_text(&out),
		"een twee\n\ndrie vier vijf zes zeven acht negen tien elf twaalf dertien veertien\nvijftien\n"
		"https://proef.example/s/012345678901234567890123456789012345678901234567890123456789012345678901\n");
	assert_int_equal(letters_html("nl", "Onderwerp", "a\nhttps://x.example/1\n\nhttps://y.example/\n",
				      "https://x.example/1", &html), OK);
	assert_non_null(strstr(buf_text(&html), "a<br><a href=\"https://x.example/1\""));
	assert_null(strstr(buf_text(&html), "href=\"https://y"));
	assert_non_null(strstr(buf_text(&html), "<title>Onderwerp</title>"));
	PROVES("-");
}

/* ---- a corporation's own ------------------------------------------------------------------ */

static void own(const char *dir, const char *file, const char *text)
{
	char path[PATH_CAP];
	fs_join(path, dir, file);
	assert_int_equal(fs_write(path, text, strlen(text), 0600), OK);
}

static void own_words_win_when_they_will_do(void **state)
{
	char dir[] = "/tmp/portiek-letters-XXXXXX", sub[PATH_CAP], sub2[PATH_CAP];
	BUF(out);
	BUF(large);
	VAL(all) = all_facts();
	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(letters_check(dir, &out), 0);
	fs_join(sub, dir, "letters/nl");
	fs_join(sub2, dir, "letters/tr");
	assert_int_equal(fs_mkdir(sub), OK);
	own(sub, "closed.mustache", "Klaar: {{receipt}}\nEigen woorden van {{corporation}}.\n");
	assert_int_equal(letters_check(dir, &out), 0);
	for (int good = 1; good >= 0; good--) {
		BUF(subject);
		BUF(text);
		assert_int_equal(fill(dir, "nl", letter_find("closed"), all, &subject, &text), OK);
		assert_string_equal(buf_text(&subject), good ? "Klaar: <receipt>" : "Is het opgelost? (<receipt>)");
		own(sub, "closed.mustache", "Klaar: {{link}}\nEigen woorden.\n"); /* no such fact here */
	}
	own(sub, "referral.mustache", "{{#say}}Open\n{{/say}}\n");
	own(sub, "information-request.mustache", "Vraag\n{{question}} {{due}}\n"); /* no link */
	own(sub, "partner-answer.mustache", "Antwoord {{answer}}\n{{answer}}\n");
	own(sub, "result-repair.mustache", "Uitslag\n{{{result}}} {{result}}\n");
	own(sub, "brief.mustache", "Iets\n");
	own(sub, "notes.txt", "x");
	for (int i = 0; i < 800; i++)
		buf_str(&large, "Een heel lange brief.\n");
	own(sub, "confirmation-person.mustache", buf_text(&large));
	own(sub, "confirmation-home.mustache", "Kop\n\xff\xfe\n");
	assert_int_equal(fs_mkdir(sub2), OK);
	assert_int_equal(letters_check(dir, &out), 10);
	assert_non_null(strstr(buf_text(&out), "letters/nl/closed.mustache: this letter has no such fact: link\n"));
	assert_non_null(strstr(buf_text(&out), "letters/nl/information-request.mustache: must say: {{link}}\n"));
	assert_non_null(strstr(buf_text(&out), "letters/nl/confirmation-person.mustache: larger than 16 KiB\n"));
	assert_non_null(strstr(buf_text(&out), "letters/nl/partner-answer.mustache: too long for a subject: answer\n"));
	assert_non_null(strstr(buf_text(&out), "letters/tr/"));
	PROVES("R1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_letter_is_whole_with_all_facts_and_with_few),
		cmocka_unit_test(every_built_in_template_would_be_accepted),
		cmocka_unit_test(a_fact_that_is_needed_must_be_there),
		cmocka_unit_test(a_letter_to_others_cannot_say_who_told),
		cmocka_unit_test(hostile_words_stay_words),
		cmocka_unit_test(days_and_clocks_are_said_in_the_language),
		cmocka_unit_test(a_long_subject_is_cut_between_letters),
		cmocka_unit_test(plain_text_is_wrapped_and_html_has_paragraphs),
		cmocka_unit_test(own_words_win_when_they_will_do),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
