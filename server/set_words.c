/* What is wrong in a file of rules or deadlines, or in a letter, in Dutch.
 *
 * Owns nothing. The readers (shared/model, shared/io/csv) speak English to whoever works on the command
 * line; a row here is one of their sentences with '*' for what varies, and the same in Dutch with its '*'
 * in the same order. Names of columns and values stay as they are in the file.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/sets.h"

#define HOLES 4

static const struct sentence {
	const char *english, *dutch;
} SENTENCES[] = {
	/* the file */
	{ "column \"*\" is there twice", "Kolom \"*\" staat er twee keer." },
	{ "column \"*\" is not known here", "Kolom \"*\" hoort niet in dit bestand." },
	{ "column \"*\" is missing", "Kolom \"*\" ontbreekt." },
	{ "* cells, but the first line names *", "Deze regel heeft * vakken, de eerste regel heeft er *." },
	{ "a cell is too long", "Een vak is te lang." },
	{ "not UTF-8 text", "Dit is geen tekst in UTF-8. Bewaar het bestand als CSV UTF-8." },
	{ "a quote stands inside a cell that does not begin with one", "Er staat een los aanhalingsteken in een vak." },
	{ "a quote is never closed", "Een aanhalingsteken wordt niet gesloten." },
	{ "the file is empty", "Het bestand is leeg." },
	{ "no rule in the file", "Er staat geen regel in het bestand." },
	{ "no clock in the file", "Er staat geen termijn in het bestand." },
	/* rules */
	{ "rank: a number from 1", "rank: vul een getal in, vanaf 1." },
	{ "party @provider needs provider = yes", "party @provider kan alleen met provider = yes." },
	{ "party @supplier needs supplier = yes", "party @supplier kan alleen met supplier = yes." },
	{ "rule * can never decide: rules of lower rank take all it could",
	  "Regel * beslist nooit: regels met een lagere rank gaan altijd voor." },
	{ "*: \"*\" is none of a non-empty list", "*: er staat een leeg woord in de lijst." },
	{ "*: \"*\" is none of *", "*: \"*\" kan hier niet. Kies uit *." },
	{ "* is that of line * already", "* staat al op regel *." },
	/* letters */
	{ "the first line must be the subject", "De eerste regel is het onderwerp. Vul die in." },
	{ "this letter has no such fact: *", "Deze brief kent {{*}} niet." },
	{ "must say: *", "De brief moet * noemen." },
	{ "stays open: *", "{{#*}} wordt niet gesloten met {{/…}}." },
	{ "closes what was not opened: *", "{{/*}} sluit iets wat niet open is." },
	{ "a tag is not {{name}}", "Een {{…}} is niet goed geschreven." },
	{ "too long for a subject: *", "{{*}} is te lang voor het onderwerp." },
	{ "too deep: *", "Te veel {{#…}} in elkaar, bij *." },
	/* ladders */
	{ "starts is missing: no event ever starts this clock", "starts ontbreekt: deze termijn begint nooit." },
	{ "rungs is missing: nobody is told", "rungs ontbreekt: niemand hoort dat het te laat is." },
	{ "amount: 0 is for working_days, days and weeks (the very day) only",
	  "amount: 0 kan alleen bij working_days, days en weeks (dezelfde dag)." },
	{ "stops: an event cannot start and stop the same clock", "stops: hetzelfde kan een termijn niet starten en stoppen." },
	{ "rungs: a later rung comes later", "rungs: een volgende stap komt later dan de vorige." },
	{ "clock * of rank * can never decide: a lower rank takes all it could",
	  "Termijn * met rank * geldt nooit: een lagere rank gaat altijd voor." },
	{ "*: \"*\" is no number from 1", "*: \"*\" is geen getal vanaf 1." },
	{ "*: \"*\" is no number from 0 to 10000", "*: \"*\" is geen getal van 0 tot en met 10000." },
	{ "*: \"*\" is no name of small letters, digits and -", "*: \"*\" kan niet. Gebruik kleine letters, cijfers en -." },
	{ "*: \"*\" is no unit (*)", "*: \"*\" is geen eenheid. Kies uit *." },
	{ "*: \"*\" is no time before due like *", "*: \"*\" is geen tijd vooraf. Schrijf bijvoorbeeld *." },
	{ "*: \"*\" is no rung that still fits: six at most", "*: \"*\" past er niet meer bij. Zes stappen is het meeste." },
	{ "*: \"*\" is no rung like *", "*: \"*\" is geen stap. Schrijf bijvoorbeeld *." },
	{ "*: \"*\" is no short list", "*: \"*\" is te lang." },
	{ "*: \"*\" is no short sentence", "*: \"*\" is te lang." },
	{ "*: \"*\" is no *", "*: \"*\" kan hier niet." },
	{ "* is missing", "* ontbreekt." },
};

/* What stands where the stars of a pattern are. */
struct holes {
	int count;
	struct {
		const char *p;
		size_t n;
	} at[HOLES];
};

static bool matches(const char *pattern, const char *text, struct holes *h)
{
	h->count = 0;
	for (;;) {
		size_t fixed = strcspn(pattern, "*");
		if (strncmp(text, pattern, fixed))
			return false;
		text += fixed;
		pattern += fixed;
		if (!*pattern)
			return !*text;
		if (h->count == HOLES)
			return false;
		char next[80];
		size_t n = strcspn(++pattern, "*");
		if (n >= sizeof next)
			return false;
		memcpy(next, pattern, n);
		next[n] = '\0';
		const char *end = n ? strstr(text, next) : text + strlen(text);
		if (!end)
			return false;
		h->at[h->count].p = text;
		h->at[h->count++].n = (size_t)(end - text);
		text = end;
	}
}

void set_complaint(const char *english, struct buf *out)
{
	struct holes h;
	for (size_t i = 0; i < COUNT_OF(SENTENCES); i++) {
		if (!matches(SENTENCES[i].english, english, &h))
			continue;
		int hole = 0;
		for (const char *p = SENTENCES[i].dutch; *p; p++)
			if (*p != '*')
				buf_char(out, *p);
			else if (hole < h.count) {
				buf_add(out, h.at[hole].p, h.at[hole].n);
				hole++;
			}
		return;
	}
	buf_str(out, english);
}
