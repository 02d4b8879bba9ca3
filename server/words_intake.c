/* Dutch words of a new report taken by phone (R34, R49): what the operator chooses from and reads out.
 *
 * Owns nothing; a word is one row. The sentences about paying are those of the kiosk's pages.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/words_inside.h"

#include "shared/base/err.h"

static const struct word WORDS[] = {
	{ "door", "home/repair", "Iets is kapot in of bij de woning" },
	{ "door", "home/question", "Vraag over de woning" },
	{ "door", "home/complaint", "Klacht over de woning of over ons" },
	{ "door", "energy/question", "Vraag over energie of meters" },
	{ "door", "energy/complaint", "Klacht over energie of meters" },
	{ "door", "surroundings/nuisance", "Overlast door mensen" },
	{ "door", "surroundings/area", "Iets in de omgeving is niet in orde" },
	{ "door", "surroundings/question", "Vraag over de omgeving" },
	{ "door", "surroundings/complaint", "Klacht over de omgeving" },
	{ "payer", "tenant", "Dit betaalt u zelf." },
	{ "payer", "landlord", "Dit is gratis voor u. Wij betalen." },
	{ "payer", "provider", "Dit is gratis voor u. De leverancier betaalt." },
	{ "payer", "partner", "Dit hoort bij een ander. Wij geven het door." },
	{ "payer", "unknown", "Wij zoeken uit wie betaalt. U hoort het vooraf." },
	{ "payer", "own", "Dit is onze eigen regel." },
	{ "payer", "subscription", "U hebt een serviceabonnement. Dit is gratis voor u." },
};

const struct word *words_of_intake(size_t *ret_count)
{
	*ret_count = COUNT_OF(WORDS);
	return WORDS;
}
