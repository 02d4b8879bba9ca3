/* Dutch words of administration: what the audit calls things, and what is wrong in a file.
 *
 * Owns nothing; a word is one row.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/words_inside.h"

#include "shared/base/err.h"

static const struct word WORDS[] = {
	{ "audit_kind", "login", "Inloggen" },
	{ "audit_kind", "users", "Gebruikers" },
	{ "audit_kind", "rules", "Regels en termijnen" },
	{ "audit_kind", "register", "Register" },
	{ "audit_kind", "site", "Website en brieven" },
	{ "audit_kind", "devices", "Zuilen" },
	{ "audit_kind", "looks", "Afgeschermde zaken bekeken" },
	{ "audit_kind", "exports", "Gegevens opgehaald" },
	{ "audit_detail", "->", "nu:" },
	{ "audit_detail", "*", "alle afdelingen" },
	{ "audit", "login", "Ingelogd" },
	{ "audit", "login.failed", "Inloggen mislukt" },
	{ "audit", "login.locked", "Te vaak geprobeerd, moet wachten" },
	{ "audit", "user.add", "Gebruiker toegevoegd" },
	{ "audit", "user.role", "Rol gewijzigd" },
	{ "audit", "user.departments", "Afdelingen gewijzigd" },
	{ "audit", "user.block", "Gebruiker geblokkeerd" },
	{ "audit", "user.unblock", "Blokkade opgeheven" },
	{ "audit", "user.logout", "Overal uitgelogd" },
	{ "audit", "user.passwd", "Wachtwoord gekozen" },
	{ "audit", "user.reset", "Nieuw beginwachtwoord gegeven" },
	{ "audit", "rules.publish", "Regels in gebruik genomen" },
	{ "audit", "rules.back", "Regels teruggezet" },
	{ "audit", "ladder.publish", "Termijnen in gebruik genomen" },
	{ "audit", "ladder.back", "Termijnen teruggezet" },
	{ "audit", "leader.set", "Projectleider gewijzigd" },
	{ "audit", "import", "Bestand ingelezen" },
	{ "audit", "contract.add", "Contract toegevoegd" },
	{ "audit", "contract.change", "Contract gewijzigd" },
	{ "audit", "contact.add", "Contact toegevoegd" },
	{ "audit", "contact.change", "Contact gewijzigd" },
	{ "audit", "dwelling.parties", "Partijen van adres gewijzigd" },
	{ "audit", "site.publish", "Website gepubliceerd" },
	{ "audit", "site.back", "Website teruggezet" },
	{ "audit", "letter.change", "Brief gewijzigd" },
	{ "audit", "letter.reset", "Brief teruggezet" },
	{ "audit", "device.add", "Code voor zuil gemaakt" },
	{ "audit", "device.scope", "Complexen van zuil gewijzigd" },
	{ "audit", "device.revoke", "Zuil ingetrokken" },
	{ "audit", "device.approve", "Zuil goedgekeurd" },
	{ "audit", "quarantine.replay", "Onleesbare berichten opnieuw geprobeerd" },
	{ "audit", "case.look", "Afgeschermde zaak bekeken" },
	{ "audit", "export.register", "Lijst van het register opgehaald" },
};

const struct word *words_of_admin(size_t *ret_count)
{
	*ret_count = COUNT_OF(WORDS);
	return WORDS;
}
