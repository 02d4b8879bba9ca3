/* Words: missing, never shown, too many. Runs after every page was rendered once, because rendering
 * is what marks a text as used or missing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/site/check.h"

#define SCRIPT_CAP (1u << 20)

/* Texts that are sentences rather than labels, by beginning and end of their key. */
static const struct {
	const char *begin, *end;
} SENTENCES[] = {
	{ "payer.", "" },       { "home.", ".help" },     { "emergency.", ".1" },
	{ "emergency.", ".2" }, { "emergency.", ".3" },   { "emergency.", ".who" },
	{ "", ".question" },    { "", ".helper" },        { "", ".title" },
};
/* Messages the generator asks for under some settings only: they must be there under all. */
static const char *const SOMETIMES[] = {
	"payer.tenant",      "payer.landlord",     "payer.provider",  "payer.partner",
	"payer.unknown",     "payer.ground.own",   "payer.subscription", "urgency.planned",
	"urgency.normal",    "urgency.urgent",     "urgency.emergency",
};
/* Words asked for by others than pages: error slugs of the daemons, dwelling types of the office. */
static const char *const OPEN[] = { "error.", "dwelling." };

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);

	return n >= m && strcmp(s + n - m, with) == 0;
}

/* ---- length ------------------------------------------------------------------------------- */

/* Words of the longest sentence of a text. */
static int longest_sentence(const char *s)
{
	int words = 0, most = 0;
	bool inside = false;

	for (; *s; s++) {
		bool letter = !strchr(" \t\n-–—·/", *s);
		bool stop = strchr(".!?:;", *s) && (s[1] == ' ' || !s[1]);
		words += letter && !inside;
		inside = letter;
		most = words > most ? words : most;
		if (stop)
			words = 0;
	}
	return most;
}

static int count_words(const char *s)
{
	int words = 0;

	for (bool inside = false; *s; s++) {
		bool letter = *s != ' ';
		words += letter && !inside;
		inside = letter;
	}
	return words;
}

/* "question.<Q>" is asked; "question.<Q>.<A>" stands on a tile. */
static bool is_sentence(const char *key)
{
	for (size_t i = 0; i < COUNT_OF(SENTENCES); i++)
		if (begins(key, SENTENCES[i].begin) && ends(key, SENTENCES[i].end))
			return true;
	return begins(key, "question.") && !strchr(key + 9, '.');
}

static void check_length(struct check *c, const char *where, const struct index_row *row,
			 bool catalogue)
{
	bool sentence = is_sentence(row->key);
	int words = sentence ? longest_sentence(row->text) : count_words(row->text);

	if (sentence && words > SENTENCE_WORDS)
		check_say(c, where, "%s: a sentence of %d words: \"%s\"", row->key, words, row->text);
	if (!sentence && catalogue && words > LABEL_WORDS)
		check_say(c, where, "%s: a label of %d words: \"%s\"", row->key, words, row->text);
}

/* ---- use ---------------------------------------------------------------------------------- */

struct scripts {
	struct buf text;
	const char *dir;
};

static int add_script(void *ctx, const char *name)
{
	struct scripts *all = ctx;
	char path[PATH_CAP];

	fs_join(path, all->dir, name);
	return ends(name, ".js") ? fs_read(path, SCRIPT_CAP, &all->text) : OK;
}

static bool has_quoted(const char *scripts, const char *key, size_t n, const char *tail)
{
	static const char QUOTES[] = "'\"`";
	char part[200];

	for (const char *q = QUOTES; *q; q++) {
		/* a whole key, or the fixed beginning of one put together in the script */
		char close[2] = { *tail ? '\0' : *q, '\0' };
		snprintf(part, sizeof(part), "%c%.*s%s%s", *q, (int)n, key, tail, close);
		if (strstr(scripts, part))
			return true;
	}
	return false;
}

/* Does a script name the message, whole ('days.later') or by its beginning (`days.${part}`)? */
static bool in_scripts(const char *scripts, const char *key)
{
	if (has_quoted(scripts, key, strlen(key), ""))
		return true;
	for (const char *dot = strchr(key, '.'); dot; dot = strchr(dot + 1, '.')) {
		size_t n = (size_t)(dot - key) + 1;
		if (has_quoted(scripts, key, n, "${") || has_quoted(scripts, key, n, ""))
			return true;
	}
	return false;
}

static void mark_asked(void *ctx, const char *key, bool found)
{
	struct site_lang *l = ctx;

	if (found)
		index_find(&l->messages, key);
	else
		index_add(&l->missing, key, "message");
}

static bool is_open(const char *key)
{
	for (size_t i = 0; i < COUNT_OF(OPEN); i++)
		if (begins(key, OPEN[i]))
			return true;
	return false;
}

static void check_unused(struct check *c, struct site_lang *l, const char *scripts)
{
	char where[64];

	snprintf(where, sizeof(where), "texts.%s.json", l->code);
	for (int i = 0; i < l->texts.count; i++)
		if (!l->texts.rows[i].used && !is_open(l->texts.rows[i].key))
			check_say(c, where, "%s: no page shows it", l->texts.rows[i].key);
	snprintf(where, sizeof(where), "messages.%s.json", l->code);
	for (int i = 0; i < l->messages.count; i++) {
		const struct index_row *row = &l->messages.rows[i];
		if (!row->used && !is_open(row->key) && !in_scripts(scripts, row->key))
			check_say(c, where, "%s: no template or script asks for it", row->key);
	}
}

/* ---- missing ------------------------------------------------------------------------------ */

static void check_missing(struct check *c, struct site_lang *l)
{
	index_sort(&l->missing);
	for (int i = 0; i < l->missing.count; i++) {
		const struct index_row *row = &l->missing.rows[i];
		char where[64];
		if (i > 0 && strcmp(row->key, l->missing.rows[i - 1].key) == 0)
			continue;
		snprintf(where, sizeof(where), "%ss.%s.json", row->text, l->code);
		check_say(c, where, "%s: missing", row->key);
	}
}

/* A key the first language has and this one lacks, and the other way round. */
static void check_pair(struct check *c, const struct index *a, const struct index *b,
		       const char *file, const char *lang)
{
	char where[64];

	snprintf(where, sizeof(where), "%s.%s.json", file, lang);
	for (int i = 0; i < a->count; i++)
		if (!index_row(b, a->rows[i].key))
			check_say(c, where, "%s: missing, another language has it", a->rows[i].key);
}

static void check_icons(struct check *c)
{
	struct index *missing = &c->site->missing_icons;

	index_sort(missing);
	for (int i = 0; i < missing->count; i++)
		if (i == 0 || strcmp(missing->rows[i].key, missing->rows[i - 1].key) != 0)
			check_say(c, "icons", "%s.svg: missing", missing->rows[i].key);
}

/* A fault that leads to a sign asks no suspects; the office still reads their names. */
static void mark_more(struct check *c, int lang)
{
	for (size_t i = 0; i < COUNT_OF(SOMETIMES); i++)
		site_message(c->site, lang, SOMETIMES[i]);
	VAL_EACH(suspect, val_get(c->site->doc, "suspects"))
		site_text(c->site, lang, "suspect.%s", val_str_of(suspect, "code", ""));
}

static void check_language(struct check *c, int lang, const char *scripts)
{
	struct site *s = c->site;
	struct site_lang *l = &s->langs[lang];
	char where[64];

	mark_more(c, lang);
	render_messages_asked(l->base, mark_asked, l);
	check_missing(c, l);
	check_unused(c, l, scripts);
	snprintf(where, sizeof(where), "texts.%s.json", l->code);
	for (int i = 0; i < l->texts.count; i++)
		check_length(c, where, &l->texts.rows[i], true);
	snprintf(where, sizeof(where), "messages.%s.json", l->code);
	for (int i = 0; i < l->messages.count; i++)
		check_length(c, where, &l->messages.rows[i], false);
	if (lang == 0)
		return;
	check_pair(c, &s->langs[0].messages, &l->messages, "messages", l->code);
	check_pair(c, &l->messages, &s->langs[0].messages, "messages", s->langs[0].code);
}

void check_languages(struct check *c, const struct val *doc)
{
	const struct val *texts = val_get(doc, "texts");
	struct index first = {0};

	index_add_all(&first, "", val_first(texts));
	index_sort(&first);
	VAL_EACH(lang, texts) {
		struct index other = {0};
		index_add_all(&other, "", lang);
		index_sort(&other);
		check_pair(c, &first, &other, "texts", val_name(lang));
		check_pair(c, &other, &first, "texts", val_name(val_first(texts)));
		index_free(&other);
	}
	index_free(&first);
}

void check_texts(struct check *c)
{
	char dir[PATH_CAP];
	struct scripts scripts = { .dir = dir };

	fs_join(dir, c->options->kiosk_dir, "js");
	if (fs_exists(dir) && fs_each(dir, add_script, &scripts) < 0)
		check_say(c, dir, "cannot be read");
	for (int lang = 0; lang < c->site->lang_count; lang++)
		check_language(c, lang, buf_text(&scripts.text));
	check_icons(c);
	buf_free(&scripts.text);
}
