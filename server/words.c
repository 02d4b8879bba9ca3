/* Dutch words for codes, by group.
 *
 * Owns nothing; a word is one row.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/words.h"

#include <stddef.h>
#include <string.h>

#include "shared/base/err.h"

static const struct word {
	const char *group, *code, *text;
} WORDS[] = {
	{ "urgency", "planned", "Planmatig" },
	{ "urgency", "normal", "Gewoon" },
	{ "urgency", "urgent", "Spoed" },
	{ "urgency", "emergency", "Noodgeval" },
	{ "norm", "planned", "Planmatig: de norm voor werk dat kan wachten, vanaf het melden" },
	{ "norm", "normal", "Gewoon: de norm voor een reparatie, vanaf het melden" },
	{ "norm", "urgent", "Spoed: de norm voor spoed, vanaf het melden" },
	{ "norm", "emergency", "Noodgeval: de norm voor noodgevallen, vanaf het melden" },
	{ "stranded", "unit:unknown", "Adres staat niet in het register" },
	{ "stranded", "rules:none", "Er zijn nog geen regels" },
	{ "stranded", "receipt:taken", "Dit bonnummer bestond al" },
	{ "role", "phone", "Klantcontact" },
	{ "role", "leader", "Projectleider" },
	{ "role", "planner", "Planner" },
	{ "role", "caretaker", "Wijkbeheerder" },
	{ "role", "manager", "Manager" },
	{ "role", "admin", "Beheerder" },
	{ "state", "new", "Nieuw" },
	{ "state", "exception", "Geen partij gevonden" },
	{ "state", "seen", "Gezien" },
	{ "state", "closed", "Afgesloten" },
	{ "event", "file", "Melding binnengekomen en toegewezen" },
	{ "event", "strand", "Melding binnengekomen, geen partij gevonden" },
	{ "event", "see", "Geopend" },
	{ "event", "assign", "Toegewezen" },
	{ "event", "close", "Afgesloten" },
	{ "event", "confirmed", "Bevestiging verstuurd" },
	{ "event", "called", "Gebeld" },
	{ "view", "late", "Te laat" },
	{ "view", "new", "Nieuw" },
	{ "view", "urgent", "Spoed" },
	{ "view", "exceptions", "Geen partij" },
	{ "view", "quarantine", "Onleesbaar" },
	{ "view", "alarms", "Noodknop" },
	{ "view", "calls", "Terugbellen" },
	{ "view", "all", "Alles" },
	{ "kind", "repair", "Reparatieverzoek" },
	{ "kind", "question", "Vraag" },
	{ "kind", "complaint", "Klacht" },
	{ "kind", "nuisance", "Overlastmelding" },
	{ "kind", "area", "Melding over de omgeving" },
	{ "kind", "alarm", "Noodgeval" },
	{ "channel", "kiosk", "Zuil" },
	{ "channel", "phone", "Telefoon" },
	{ "channel", "tablet", "Wijkbeheerder" },
	{ "channel", "web", "Website" },
	{ "part", "OCH", "ochtend (8-12)" },
	{ "part", "MID", "middag (12-18)" },
	{ "part", "AVO", "avond (18-24)" },
	{ "via", "mail", "Per mail" },
	{ "via", "phone", "Per telefoon" },
	{ "lang", "nl", "Nederlands" },
	{ "lang", "en", "Engels" },
	{ "lang", "tr", "Turks" },
	{ "lang", "ar", "Arabisch" },
	{ "lang", "pl", "Pools" },
	{ "lang", "uk", "Oekraïens" },
	{ "outgoing", "waiting", "Wacht" },
	{ "outgoing", "sending", "Wordt verstuurd" },
	{ "outgoing", "sent", "Verstuurd" },
	{ "outgoing", "unsure", "Onzeker of het aankwam" },
	{ "outgoing", "failed", "Mislukt" },
	{ "outgoing", "reached", "Bereikt" },
	{ "outgoing", "not_reached", "Niet bereikt" },
	{ "why", "confirmation", "Bevestigen" },
	{ "why", "planning", "Afspraak maken" },
	{ "quarantine", "bad_field", "Een veld klopt niet" },
	{ "quarantine", "unknown_kind", "Onbekend soort bericht" },
	{ "quarantine", "unknown_schema", "Onbekende versie van het formulier" },
	{ "quarantine", "unknown_catalogue", "Onbekende catalogus" },
	{ "quarantine", "unknown_key", "Verzegeld met een onbekende sleutel" },
	{ "quarantine", "unknown_dict", "Onbekend woordenboek" },
	{ "quarantine", "cannot_open", "Kan niet worden geopend" },
	{ "quarantine", "bad_body", "Inhoud is beschadigd" },
	{ "actor", "tenant", "Huurder" },
	{ "actor", "guest", "Zonder inloggen" },
	{ "actor", "operator", "Medewerker" },
	{ "actor", "caretaker", "Wijkbeheerder" },
};

static const struct word ERRORS[] = {
	{ "", "wrong_credentials", "Naam of wachtwoord klopt niet." },
	{ "", "slow_down", "Te vaak geprobeerd. Wacht even." },
	{ "", "login_required", "Log eerst in." },
	{ "", "not_allowed", "Uw rol mag dit niet." },
	{ "", "foreign_page", "Deze opdracht kwam niet van deze pagina. Laad de pagina opnieuw." },
	{ "", "not_found", "Dit bestaat niet (meer)." },
	{ "", "bad_field", "Er is iets niet goed ingevuld." },
	{ "", "incomplete", "De melding is nog niet compleet." },
	{ "", "conflict", "Dit is al gedaan, of iemand anders was eerder." },
	{ "", "old_catalogue", "Deze pagina is verouderd. Begin opnieuw." },
	{ "", "storage", "De computer kan nu niets opslaan." },
	{ "", "busy", "Even druk. Probeer het zo opnieuw." },
};

static const char *find(const struct word *rows, size_t count, const char *group, const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(rows[i].code, code) && !strcmp(rows[i].group, group))
			return rows[i].text;
	return NULL;
}

const char *words_get(const char *group, const char *code)
{
	const char *text = find(WORDS, COUNT_OF(WORDS), group, code);
	return text ? text : code;
}

const char *words_error(const char *slug)
{
	const char *text = find(ERRORS, COUNT_OF(ERRORS), "", slug);
	return text ? text : "Dat lukte niet.";
}
