/* The table of page types. Adding a page is one row here, one template and its messages.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/pages.h"

#include "web/site/views.h"

#define HOME "home"
#define SURROUNDINGS "surroundings"
#define ENERGY "energy"
#define TILES "tiles"
#define FORM "form"

static const struct page_row PAGES[PAGE_MAX] = {
	[PAGE_START] = { .name = "start", .group = TILES, .path = "", .view = view_start },
	[PAGE_WHO] = { .name = "who", .group = TILES, .path = "woning/", .back = "", .branch = HOME,
		       .step = 1, .view = view_who },
	[PAGE_NUMBER] = { .name = "number", .group = FORM, .path = "woning/nummer/",
			  .back = "woning/", .next = "woning/code/", .step = 1 },
	[PAGE_CODE] = { .name = "code", .group = FORM, .path = "woning/code/",
			.back = "woning/nummer/", .next = "woning/object/", .step = 1 },
	[PAGE_ADDRESS] = { .name = "address", .group = FORM, .path = "woning/adres/",
			   .back = "woning/", .next = "woning/object/", .step = 1 },
	[PAGE_UNITS] = { .name = "units", .group = FORM, .path = "woning/object/",
			 .back = "woning/", .next = "woning/ruimte/", .step = 1 },
	[PAGE_ROOMS] = { .name = "rooms", .group = TILES, .path = "woning/ruimte/",
			 .back = "woning/", .branch = HOME, .step = 2, .view = view_rooms },
	[PAGE_OBJECTS] = { .name = "objects", .group = TILES, .branch = HOME, .step = 3,
			   .view = view_objects },
	[PAGE_FAULTS] = { .name = "faults", .group = TILES, .branch = HOME, .step = 4,
			  .view = view_faults },
	[PAGE_WORDS] = { .name = "words", .group = FORM, .next = "dagdelen/", .branch = HOME,
			 .step = 4, .view = view_words },
	[PAGE_SUSPECTS] = { .name = "suspects", .group = TILES, .branch = HOME, .step = 5,
			    .view = view_suspects },
	[PAGE_QUESTION] = { .name = "question", .group = TILES, .back = "woning/ruimte/", .step = 5,
			    .view = view_question },
	[PAGE_PAYER] = { .name = "payer", .group = FORM, .next = "dagdelen/", .branch = HOME,
			 .step = 5, .view = view_payer },
	[PAGE_ENERGY] = { .name = "energy", .group = TILES, .path = "energie/", .back = "",
			  .branch = ENERGY, .view = view_energy },
	[PAGE_BROKEN] = { .name = "broken", .group = TILES, .path = "energie/kapot/",
			  .back = "energie/", .branch = ENERGY, .step = 3, .view = view_broken },
	[PAGE_TOPICS] = { .name = "topics", .group = TILES, .path = "energie/over/",
			  .back = "energie/", .branch = ENERGY, .step = 2, .view = view_topics },
	[PAGE_SYMPTOMS] = { .name = "symptoms", .group = TILES, .back = "energie/over/",
			    .branch = ENERGY, .step = 3, .view = view_symptoms },
	[PAGE_BEFORE] = { .name = "before", .group = TILES, .path = "energie/eerder/",
			  .back = "energie/over/", .branch = ENERGY, .step = 4,
			  .view = view_before },
	[PAGE_TROUBLE] = { .name = "trouble", .group = TILES, .path = "energie/moeite/",
			   .back = "energie/eerder/", .branch = ENERGY, .step = 4,
			   .view = view_trouble },
	[PAGE_PARTY] = { .name = "party", .group = TILES, .path = "energie/partij/",
			 .back = "energie/eerder/", .branch = ENERGY, .step = 5,
			 .view = view_party },
	[PAGE_SELF] = { .name = "self", .group = FORM, .path = "energie/zelf/",
			.back = "energie/partij/", .next = "energie/woorden/", .branch = ENERGY,
			.is_end = true },
	[PAGE_ENERGY_WORDS] = { .name = "energy_words", .group = FORM, .path = "energie/woorden/",
				.back = "energie/partij/", .next = "contact/naam/",
				.branch = ENERGY, .step = 6 },
	[PAGE_OUTSIDE] = { .name = "outside", .group = TILES, .path = "omgeving/", .back = "",
			   .branch = SURROUNDINGS, .step_outside = 1, .view = view_outside },
	[PAGE_KINDS] = { .name = "kinds", .group = TILES, .back = "omgeving/",
			 .branch = SURROUNDINGS, .step_outside = 2, .view = view_kinds },
	[PAGE_PLACES] = { .name = "places", .group = TILES, .branch = SURROUNDINGS,
			  .step_outside = 3, .view = view_places },
	[PAGE_PLACE] = { .name = "place", .group = FORM, .path = "omgeving/plek/",
			 .back = "omgeving/", .next = "omgeving/woorden/", .branch = SURROUNDINGS,
			 .step_outside = 3 },
	[PAGE_OUTSIDE_WORDS] = { .name = "outside_words", .group = FORM,
				 .path = "omgeving/woorden/", .back = "omgeving/",
				 .next = "contact/naam/", .branch = SURROUNDINGS,
				 .step_outside = 4 },
	[PAGE_DAYS] = { .name = "days", .group = FORM, .path = "dagdelen/", .back = "woning/ruimte/",
			.next = "contact/naam/", .step = 6 },
	[PAGE_NAME] = { .name = "name", .group = FORM, .path = "contact/naam/", .back = "dagdelen/",
			.back_outside = "omgeving/woorden/", .next = "contact/telefoon/", .step = 7,
			.step_outside = 5 },
	[PAGE_PHONE] = { .name = "phone", .group = FORM, .path = "contact/telefoon/",
			 .back = "contact/naam/", .next = "contact/mail/", .step = 7,
			 .step_outside = 5 },
	[PAGE_MAIL] = { .name = "mail", .group = FORM, .path = "contact/mail/",
			.back = "contact/telefoon/", .next = "contact/via/", .step = 7,
			.step_outside = 5 },
	[PAGE_VIA] = { .name = "via", .group = FORM, .path = "contact/via/",
		       .back = "contact/mail/", .next = "controle/", .step = 7, .step_outside = 5 },
	[PAGE_CHECK] = { .name = "check", .group = FORM, .path = "controle/",
			 .back = "contact/via/", .next = "klaar/", .step = 8, .step_outside = 6 },
	[PAGE_RECEIPT] = { .name = "receipt", .group = FORM, .path = "klaar/", .is_end = true },
	[PAGE_FOLLOW] = { .name = "follow", .group = FORM, .path = "volgen/", .back = "",
			  .is_end = true },
	[PAGE_EMERGENCIES] = { .name = "emergencies", .group = TILES, .path = "noodgeval/",
			       .back = "", .view = view_emergencies },
	[PAGE_EMERGENCY] = { .name = "emergency", .group = FORM, .back = "noodgeval/",
			     .is_end = true, .view = view_emergency },
	[PAGE_STORING] = { .name = "storing", .group = FORM, .path = "storing/", .back = "",
			   .is_end = true, .view = view_storing },
	[PAGE_STATUS] = { .name = "status", .group = FORM, .path = "beheer/", .back = "",
			  .is_end = true },
};

const struct page_row *pages_row(enum page_type type)
{
	return &PAGES[type];
}

bool page_shows(const struct page *p, int i)
{
	return i >= p->from && i < p->to;
}

bool page_is(const struct page *p, enum page_type type)
{
	return p->row == &PAGES[type];
}
