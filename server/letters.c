/* Where letters come from, and whether a template will do.
 *
 * Owns nothing but the built-in templates (LETTER_TEXTS, generated). Promises: a corporation's own
 * template is used only when letters_judge likes it; else the built-in one speaks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/letters.h"

#include <stdio.h>
#include <string.h>

#include "server/letters_inside.h"
#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/io/fs.h"

#define SUFFIX ".mustache"

/* ---- templates ---------------------------------------------------------------------------- */

const char *letters_built_in(const char *lang, const char *name)
{
	char path[LETTER_NAME + 16];
	snprintf(path, sizeof path, "%.8s%s%.31s", lang, lang[0] ? "/" : "", name);
	for (const struct letter_text *t = LETTER_TEXTS; t->path; t++)
		if (!strcmp(t->path, path))
			return t->text;
	return NULL;
}

bool letters_speak(const char *lang)
{
	return lang[0] && letters_built_in(lang, LETTERS_DAY);
}

static int read_own(const char *folder, const struct letter *l, const char *file, struct buf *out,
		    char *why, size_t cap)
{
	char path[PATH_CAP];
	fs_join(path, folder, file);
	int err = fs_read(path, LETTER_CAP, out);
	if (err) {
		snprintf(why, cap, "%s",
			 err == ERR_TOO_LARGE ? "larger than 16 KiB" : "cannot be read");
		return err;
	}
	if (!utf8_valid(buf_text(out), out->len)) {
		snprintf(why, cap, "not UTF-8");
		return ERR_INPUT;
	}
	return letters_judge(l, buf_text(out), why, cap);
}

void letters_template(const char *dir, const char *lang, const char *name, struct buf *out)
{
	char base[PATH_CAP], folder[PATH_CAP], file[LETTER_NAME + 16], why[160];
	snprintf(file, sizeof file, "%.31s" SUFFIX, name);
	if (dir[0]) {
		fs_join(base, dir, "letters");
		fs_join(folder, base, lang);
		int err = read_own(folder, letter_find(name), file, out, why, sizeof why);
		if (!err)
			return;
		if (err != ERR_NOT_FOUND)
			log_line(LOG_WARN, "letters.own", "file=%s/%s why=%s", lang, file, why);
		buf_clear(out);
	}
	const char *text = letters_built_in(lang, name);
	buf_str(out, text ? text : letters_built_in("nl", name));
}

/* Where a corporation keeps its own template. */
static void own_path(const char *dir, const char *lang, const struct letter *l, char folder[PATH_CAP],
		     char path[PATH_CAP])
{
	char base[PATH_CAP], file[LETTER_NAME + 16];
	snprintf(file, sizeof file, "%.31s" SUFFIX, l->name);
	fs_join(base, dir, "letters");
	fs_join(folder, base, lang);
	fs_join(path, folder, file);
}

void letters_text(const char *dir, const char *lang, const struct letter *l, struct buf *out, bool *ret_own)
{
	size_t from = out->len;
	letters_template(dir, lang, l->name, out);
	*ret_own = strcmp(buf_text(out) + from, letters_built_in(lang, l->name)) != 0;
}

int letters_own_put(const char *dir, const char *lang, const struct letter *l, const char *text)
{
	char folder[PATH_CAP], path[PATH_CAP];
	own_path(dir, lang, l, folder, path);
	return fs_mkdir(folder) || fs_write(path, text, strlen(text), 0600) ? ERR_STORAGE : OK;
}

int letters_own_drop(const char *dir, const char *lang, const struct letter *l)
{
	char folder[PATH_CAP], path[PATH_CAP];
	own_path(dir, lang, l, folder, path);
	return fs_exists(path) && fs_remove(path) ? ERR_STORAGE : OK;
}

/* ---- judging ------------------------------------------------------------------------------ */

/* One "{{…}}" at p: its sigil ('v' for a variable, '!' for a comment), its name, where it ends.
 * false: not closed, or of a form we do not use. */
static bool read_tag(const char *p, char *sigil, char name[LETTER_NAME], const char **ret_end)
{
	const char *end = strstr(p, "}}");
	if (!end || memchr(p, '\n', (size_t)(end - p)))
		return false;
	*ret_end = end + 2;
	p += 2;
	*sigil = strchr("#^/!", *p) ? *p++ : 'v';
	if (*sigil == '!')
		return true;
	size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz_0123456789");
	if (!n || n >= LETTER_NAME || p + n != end)
		return false;
	memcpy(name, p, n);
	name[n] = '\0';
	return true;
}

/* Facts of the day template. */
static bool day_knows(const char *name)
{
	return !strncmp(name, "wd_", 3) || !strncmp(name, "m_", 2) ||
	       letter_names("date year clock", name);
}

struct judging {
	const struct letter *l;
	const char *text;
	char open[8][LETTER_NAME]; /* sections that are open */
	int depth;
	char *why;
	size_t cap;
};

static int complain(struct judging *j, const char *what, const char *name)
{
	snprintf(j->why, j->cap, "%s%s%s", what, name[0] ? ": " : "", name);
	return ERR_INPUT;
}

static int judge_tag(struct judging *j, char sigil, const char *name)
{
	if (j->l ? !letter_knows(j->l, name) : !day_knows(name))
		return complain(j, "this letter has no such fact", name);
	if (sigil == '#' || sigil == '^') {
		if (j->depth == (int)COUNT_OF(j->open))
			return complain(j, "too deep", name);
		text_copy(j->open[j->depth++], LETTER_NAME, name);
	} else if (sigil == '/') {
		if (!j->depth || strcmp(j->open[j->depth - 1], name))
			return complain(j, "closes what was not opened", name);
		j->depth--;
	}
	return OK;
}

/* The tags that begin between from and to; sections close where they opened. */
static int judge_part(struct judging *j, const char *from, const char *to, bool subject)
{
	char sigil, name[LETTER_NAME];
	for (const char *p = strstr(from, "{{"), *end; p && p < to; p = strstr(end, "{{")) {
		if (!read_tag(p, &sigil, name, &end))
			return complain(j, "a tag is not {{name}}", "");
		if (sigil == '!')
			continue;
		const struct fact *f = fact_find(name);
		if (subject && j->l && f && f->kind == FACT_TEXT)
			return complain(j, "too long for a subject", name);
		int err = judge_tag(j, sigil, name);
		if (err)
			return err;
	}
	return j->depth ? complain(j, "stays open", j->open[j->depth - 1]) : OK;
}

/* Facts it needs that a reader must see. What only a calendar needs may stay unsaid. */
static int judge_needs(struct judging *j)
{
	static const char unsaid[] = "appointment sequence start end party receipt";
	char need[160], *rest = need, *word, tag[LETTER_NAME + 8];
	text_copy(need, sizeof need, j->l->need);
	while ((word = strsep(&rest, " ")) != NULL) {
		snprintf(tag, sizeof tag, "{{%s}}", word);
		bool later =
		    j->l->calendar == CALENDAR_CANCELLED && letter_names("from until", word);
		if (!letter_names(unsaid, word) && !later && !strstr(j->text, tag))
			return complain(j, "must say", tag);
	}
	return OK;
}

int letters_judge(const struct letter *l, const char *text, char *why, size_t cap)
{
	struct judging j = { .l = l, .text = text, .why = why, .cap = cap };
	const char *body = text + strcspn(text, "\n");
	if (body == text || strlen(text) > LETTER_CAP)
		return complain(&j, "the first line must be the subject", "");
	int err = judge_part(&j, text, body, true);
	if (!err)
		err = judge_part(&j, body, text + strlen(text), false);
	return err || !l ? err : judge_needs(&j);
}

/* ---- the corporation's own ---------------------------------------------------------------- */

struct check {
	char folder[PATH_CAP];
	const char *dir, *lang;
	struct buf *out;
	int faults;
};

static void tell(struct check *c, const char *file, const char *why)
{
	buf_fmt(c->out, "letters/%s/%s: %s\n", c->lang, file, why);
	c->faults++;
}

static int check_file(void *ctx, const char *file)
{
	struct check *c = ctx;
	char name[LETTER_NAME], why[160] = "";
	BUF(text);
	size_t n = strlen(file), tail = strlen(SUFFIX);
	if (file[0] == '.')
		return OK;
	if (n <= tail || n - tail >= sizeof name || strcmp(file + n - tail, SUFFIX)) {
		tell(c, file, "not NAME" SUFFIX);
		return OK;
	}
	memcpy(name, file, n - tail);
	name[n - tail] = '\0';
	if (!letter_find(name) && strcmp(name, LETTERS_DAY))
		tell(c, file, "no letter has this name");
	else if (read_own(c->folder, letter_find(name), file, &text, why, sizeof why))
		tell(c, file, why);
	return OK;
}

static int check_language(void *ctx, const char *lang)
{
	struct check *c = ctx;
	char base[PATH_CAP];
	c->lang = lang;
	if (!letters_speak(lang)) {
		tell(c, "", "letters are written in nl and en only");
		return OK;
	}
	fs_join(base, c->dir, "letters");
	fs_join(c->folder, base, lang);
	return fs_each(c->folder, check_file, c);
}

int letters_check(const char *dir, struct buf *out)
{
	struct check c = { .dir = dir, .out = out };
	char base[PATH_CAP];
	fs_join(base, dir, "letters");
	if (fs_exists(base) && fs_each_folder(base, check_language, &c))
		buf_fmt(out, "letters: cannot be read\n");
	return c.faults;
}
