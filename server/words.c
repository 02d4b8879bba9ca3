/* Dutch words for codes, by group.
 *
 * Owns nothing; a word is one row.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/words.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "server/words_inside.h"
#include "shared/base/err.h"

static const struct word WORDS[] = {
	{ "urgency", "planned", "Planmatig" },
	{ "urgency", "normal", "Gewoon" },
	{ "urgency", "urgent", "Spoed" },
	{ "urgency", "emergency", "Noodgeval" },
	{ "stranded", "unit:unknown", "Adres staat niet in het register" },
	{ "stranded", "rules:none", "Er zijn nog geen regels" },
	{ "stranded", "receipt:taken", "Dit bonnummer bestond al" },
	{ "role", "phone", "Klantcontact" },
	{ "role", "leader", "Projectleider" },
	{ "role", "planner", "Planner" },
	{ "role", "caretaker", "Wijkbeheerder" },
	{ "role", "manager", "Manager" },
	{ "role", "admin", "Beheerder" },
	{ "view", "late", "Te laat" },
	{ "view", "new", "Nieuw" },
	{ "view", "urgent", "Spoed" },
	{ "view", "exceptions", "Geen partij" },
	{ "view", "quarantine", "Onleesbaar" },
	{ "view", "reception", "Ontvangst" },
	{ "view", "alarms", "Noodknop" },
	{ "view", "calls", "Terugbellen" },
	{ "view", "mine", "Mijn zaken" },
	{ "view", "leader", "Bij projectleider" },
	{ "view", "referred", "Doorverwezen" },
	{ "view", "waiting", "Wacht op partij" },
	{ "view", "plan", "Te plannen" },
	{ "view", "tasks", "Mijn acties" },
	{ "view", "notices", "Seintjes" },
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
	{ "outgoing", "handed", "Meegegeven" },
	{ "outgoing", "dropped", "Hoeft niet meer" },
	{ "outgoing", "bounced", "Kwam terug" },
	{ "phrase", "note", "Toelichting" },
	{ "phrase", "result", "Uitslag" },
	{ "phrase", "message", "Bericht" },
	{ "phrase-fault", "hole", "Een woord tussen accolades kennen wij niet." },
	{ "phrase-fault", "title", "Er is al een tekst met deze naam." },
	{ "hole", "receipt", "kenmerk" },
	{ "hole", "address", "adres" },
	{ "hole", "party", "partij" },
	{ "hole", "subject", "onderwerp" },
	{ "hole", "corporation", "corporatie" },
	{ "hole", "phone", "telefoon" },
	{ "hole-label", "receipt", "nummer van de melding" },
	{ "hole-label", "address", "adres van de melding" },
	{ "hole-label", "party", "wie de zaak doet" },
	{ "hole-label", "subject", "waar het over gaat" },
	{ "hole-label", "corporation", "naam van de corporatie" },
	{ "hole-label", "phone", "telefoonnummer van de corporatie" },
	{ "hole-empty", "receipt", "(nummer onbekend)" },
	{ "hole-empty", "address", "(adres onbekend)" },
	{ "hole-empty", "party", "(partij onbekend)" },
	{ "hole-empty", "subject", "(onderwerp onbekend)" },
	{ "hole-empty", "corporation", "(naam onbekend)" },
	{ "hole-empty", "phone", "(telefoonnummer onbekend)" },
	{ "letter-to", "reporter", "Melder" },
	{ "letter-to", "staff", "Collega" },
	{ "mail-why", "smtp_5", "De mailserver van de ontvanger weigert dit adres." },
	{ "mail-why", "smtp_4", "De mailserver van de ontvanger kan nu geen mail aannemen." },
	{ "mail-why", "curl", "Onze mailserver is niet bereikbaar." },
	{ "mail-why", "folder", "De map voor uitgaande mail kan niet worden beschreven." },
	{ "mail-why", "cut_off", "Het programma stopte tijdens het versturen." },
	{ "mail-why", "no_address", "Er is geen mailadres bekend." },
	{ "mail-why", "bad_address", "Het mailadres klopt niet." },
	{ "mail-why", "names_reporter", "De tekst noemt de melder; dat mag bij deze zaak niet." },
	{ "mail-why", "appointment", "De tijd van de afspraak klopt niet." },
	{ "mail-why", "bounced", "De mail kwam terug; het adres werkt niet." },
	{ "mail-why", "paper", "Op papier meegegeven." },
	{ "mail-why", "phone", "Verteld per telefoon." },
	{ "mail-why", "other", "De brief kon niet worden geschreven." },
	{ "why", "confirmation", "Bevestigen" },
	{ "why", "referral", "Doorverwijzen" },
	{ "why", "handover", "Overdragen" },
	{ "why", "information", "Gegevens vragen" },
	{ "why", "reminder", "Herinneren" },
	{ "why", "partner", "Doorzetten naar partner" },
	{ "why", "answer", "Antwoord van partner" },
	{ "why", "appointment", "Afspraak" },
	{ "why", "result", "Uitslag van het onderzoek" },
	{ "why", "closed", "Afgesloten" },
	{ "why", "escalation", "Te laat of bijna" },
	{ "why", "link", "Link werkt niet meer" },
	{ "why", "planning", "Afspraak maken" },

	{ "quarantine", "bad_field", "Een veld klopt niet" },
	{ "quarantine", "unknown_kind", "Onbekend soort bericht" },
	{ "quarantine", "unknown_schema", "Onbekende versie van het formulier" },
	{ "quarantine", "unknown_catalogue", "Onbekende catalogus" },
	{ "quarantine", "too_many_lines", "Van een zuil die te vaak opnieuw begon" },
	{ "quarantine", "unknown_key", "Verzegeld met een onbekende sleutel" },
	{ "quarantine", "unknown_dict", "Onbekend woordenboek" },
	{ "quarantine", "unknown_case", "Antwoord op een onbekende melding" },
	{ "quarantine", "wrong_proof", "Antwoord met een verkeerde code" },
	{ "quarantine", "cannot_open", "Kan niet worden geopend" },
	{ "quarantine", "bad_body", "Inhoud is beschadigd" },
	{ "weekday", "1", "maandag" },
	{ "weekday", "2", "dinsdag" },
	{ "weekday", "3", "woensdag" },
	{ "weekday", "4", "donderdag" },
	{ "weekday", "5", "vrijdag" },
	{ "weekday", "6", "zaterdag" },
	{ "weekday", "7", "zondag" },
	{ "weekday-short", "1", "ma" },
	{ "weekday-short", "2", "di" },
	{ "weekday-short", "3", "wo" },
	{ "weekday-short", "4", "do" },
	{ "weekday-short", "5", "vr" },
	{ "weekday-short", "6", "za" },
	{ "weekday-short", "7", "zo" },
	{ "month", "1", "januari" },
	{ "month", "2", "februari" },
	{ "month", "3", "maart" },
	{ "month", "4", "april" },
	{ "month", "5", "mei" },
	{ "month", "6", "juni" },
	{ "month", "7", "juli" },
	{ "month", "8", "augustus" },
	{ "month", "9", "september" },
	{ "month", "10", "oktober" },
	{ "month", "11", "november" },
	{ "month", "12", "december" },
	{ "month-short", "1", "jan" },
	{ "month-short", "2", "feb" },
	{ "month-short", "3", "mrt" },
	{ "month-short", "4", "apr" },
	{ "month-short", "5", "mei" },
	{ "month-short", "6", "jun" },
	{ "month-short", "7", "jul" },
	{ "month-short", "8", "aug" },
	{ "month-short", "9", "sep" },
	{ "month-short", "10", "okt" },
	{ "month-short", "11", "nov" },
	{ "month-short", "12", "dec" },
	{ "holiday", "new-year", "Nieuwjaarsdag" },
	{ "holiday", "good-friday", "Goede Vrijdag" },
	{ "holiday", "easter", "Eerste Paasdag" },
	{ "holiday", "easter-monday", "Tweede Paasdag" },
	{ "holiday", "kings-day", "Koningsdag" },
	{ "holiday", "ascension", "Hemelvaartsdag" },
	{ "holiday", "liberation", "Bevrijdingsdag" },
	{ "holiday", "pentecost", "Eerste Pinksterdag" },
	{ "holiday", "pentecost-monday", "Tweede Pinksterdag" },
	{ "holiday", "christmas", "Eerste Kerstdag" },
	{ "holiday", "christmas-2", "Tweede Kerstdag" },
	{ "deadline", "by", "Uiterlijk" },
	{ "deadline", "on", "op" },
	{ "deadline", "rule", "regel" },
	{ "deadline", "version", "versie" },
	{ "deadline", "and", "en" },
	{ "deadline", "closed-day", "sluitingsdag" },
	{ "deadline", "skipped", "telt niet mee" },
	{ "deadline", "skipped-more", "tellen niet mee" },
	{ "reception", "quarantined", "Niet begrepen" },
	{ "reception", "void", "Ontbreekt" },
	{ "reception", "stray", "Tegenstrijdig" },
	{ "reception", "parked", "Wacht op een ander bericht" },
	{ "void", "refused", "De centrale weigerde het; de zuil bewaart het" },
	{ "void", "purged", "De zuil heeft de inhoud niet meer" },
	{ "void", "lost", "De zuil is het kwijt" },
	{ "stray", "other_bytes", "Er is al een ander bericht met dit kenmerk" },
	{ "stray", "other_number", "Er is al een ander bericht met dit nummer" },
	{ "party_role", "monitoring", "monitoring" },
	{ "party_role", "heat_pump", "warmtepomp" },
	{ "party_role", "ventilation", "ventilatie" },
	{ "party_role", "pv", "zonnepanelen" },
	{ "party_role", "heating", "verwarming" },
	{ "party_role", "maintenance", "onderhoud" },
	{ "party_role", "general", "algemeen" },
	{ "party_why", "contract", "Contract {number} voor {role} geldt tot en met {date}." },
	{ "party_why", "contract_general", "Contract {number} voor alles geldt tot en met {date}." },
	{ "party_why_open", "contract", "Contract {number} voor {role} geldt zonder einddatum." },
	{ "party_why_open", "contract_general", "Contract {number} voor alles geldt zonder einddatum." },
	{ "party_why", "not_named", "Dit adres heeft geen aanbieder of toeleverancier in het register." },
	{ "party_why", "party_unknown", "Deze partij staat niet in het register." },
	{ "party_why", "contract_missing", "{party} heeft geen contract voor {role}." },
	{ "party_why", "contract_expired", "Het contract met {party} liep af op {date}." },
	{ "party_why", "contract_future", "Het contract met {party} begint pas op {date}." },
	{ "party_why", "contact_missing", "Van {party} staan geen contactgegevens in het register." },
	{ "party_why", "contact_empty", "Van {party} ontbreken telefoon en mail." },
	{ "party_why", "contact_expired", "De contactgegevens van {party} liepen af op {date}." },
	{ "fault", "contract_missing", "Geen contract in het register" },
	{ "mend", "contract_missing", "Leg het contract vast." },
	{ "fault", "contract_expired", "Contract is afgelopen" },
	{ "mend", "contract_expired", "Leg het nieuwe contract vast, of kies een andere partij." },
	{ "fault", "contract_future", "Contract is nog niet begonnen" },
	{ "mend", "contract_future", "Controleer de begindatum." },
	{ "fault", "contract_ends", "Contract loopt binnenkort af" },
	{ "mend", "contract_ends", "Verleng het contract voor de einddatum." },
	{ "fault", "contact_missing", "Geen contactgegevens" },
	{ "mend", "contact_missing", "Vul telefoon of mail in." },
	{ "fault", "contact_empty", "Telefoon en mail ontbreken" },
	{ "mend", "contact_empty", "Vul telefoon of mail in." },
	{ "fault", "contact_expired", "Contactgegevens zijn verlopen" },
	{ "mend", "contact_expired", "Controleer de gegevens en pas de einddatum aan." },
	{ "fault", "party_unknown", "Regel noemt een onbekende partij" },
	{ "mend", "party_unknown", "Zet de partij in het register, of pas de regel aan." },
	{ "fault", "nom_no_provider", "NOM-woning zonder aanbieder" },
	{ "mend", "nom_no_provider", "Kies een aanbieder voor dit adres." },
	{ "fault", "nom_no_supplier", "NOM-woning zonder toeleverancier" },
	{ "mend", "nom_no_supplier", "Kies een toeleverancier voor dit adres." },
	{ "sheet", "what", "Wat is er mis" },
	{ "sheet", "party", "Partij" },
	{ "sheet", "role", "Waarvoor" },
	{ "sheet", "address", "Adres" },
	{ "sheet", "rule", "Regel" },
	{ "sheet", "date", "Datum" },
	{ "sheet", "todo", "Wat te doen" },
	{ "sheet", "more", "Er is meer. Dit zijn de eerste 5000 regels." },
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
	{ "", "stale", "Iemand anders was net bezig met deze zaak. Kijk eerst wat er veranderd is." },
	{ "", "conflict", "Dit is al gedaan, of iemand anders was eerder." },
	{ "", "old_catalogue", "Deze pagina is verouderd. Begin opnieuw." },
	{ "", "db_corrupt", "De gegevens van dit kantoor zijn beschadigd. Er wordt niets meer opgeslagen. Vraag de beheerder een reservekopie terug te zetten." },
	{ "", "storage", "De computer kan nu niets opslaan." },
	{ "", "too_large", "De tekst is te lang. Maak hem korter." },
	{ "", "bad_json", "Het bericht kwam beschadigd aan. Probeer het opnieuw." },
	{ "", "expired", "Dit duurde te lang. Begin opnieuw." },
	{ "", "internal", "Er ging hier iets mis. Probeer het opnieuw." },
	{ "", "busy", "Even druk. Probeer het zo opnieuw." },
};

static const char *find(const struct word *rows, size_t count, const char *group, const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(rows[i].code, code) && !strcmp(rows[i].group, group))
			return rows[i].text;
	return NULL;
}

static const struct word *words_of_all(size_t *ret_count)
{
	*ret_count = COUNT_OF(WORDS);
	return WORDS;
}

/* Files of words, those asked for most first. */
static const struct word *(*const FILES[])(size_t *ret_count) = {
	words_of_flow, words_of_all, words_of_admin, words_of_intake, words_of_figures,
};

const char *words_get(const char *group, const char *code)
{
	for (size_t i = 0; i < COUNT_OF(FILES); i++) {
		size_t n;
		const struct word *rows = FILES[i](&n);
		const char *text = find(rows, n, group, code);
		if (text)
			return text;
	}
	return code;
}

const char *words_error(const char *slug)
{
	const char *text = find(ERRORS, COUNT_OF(ERRORS), "", slug);
	return text ? text : "Dat lukte niet.";
}

const char *words_field(const char *step, const char *field)
{
	char key[48];
	snprintf(key, sizeof key, "%s.%s", step, field);
	const char *text = words_get("field", key);
	return text == key ? words_get("field", field) : text;
}
