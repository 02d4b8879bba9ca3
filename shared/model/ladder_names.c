/* The names of events, units and roles: one row each.
 *
 * Owns nothing. Another event is a row here and a number in ladder.h.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/ladder.h"

#include <string.h>

static const char *const EVENTS[LADDER_EVENT_MAX] = {
	[LADDER_CAPTURED] = "captured",	  [LADDER_CONFIRMED] = "confirmed",
	[LADDER_REFERRED] = "referred",	  [LADDER_RETURNED] = "returned",
	[LADDER_HANDED] = "handed",	  [LADDER_ACCEPTED] = "accepted",
	[LADDER_CONTACTED] = "contacted", [LADDER_ASKED] = "asked",
	[LADDER_ANSWERED] = "answered",	  [LADDER_APPOINTED] = "appointed",
	[LADDER_PLANNED] = "planned",	  [LADDER_ACTED] = "acted",
	[LADDER_RESULT] = "result",	  [LADDER_NO_FAULT] = "no-fault",
	[LADDER_OBJECTED] = "objected",	  [LADDER_READY] = "ready",
	[LADDER_FORWARDED] = "forwarded", [LADDER_REPLIED] = "replied",
	[LADDER_ALARM] = "alarm",	  [LADDER_TAKEN] = "taken",
	[LADDER_REOPENED] = "reopened",	  [LADDER_CLOSED] = "closed",
};

static const struct unit_row {
	const char *name, *brief;
} UNITS[LADDER_UNIT_MAX] = {
	[LADDER_CLOCK_MINUTES] = { "clock_minutes", "m" },
	[LADDER_CLOCK_HOURS] = { "clock_hours", "h" },
	[LADDER_WORKING_HOURS] = { "working_hours", "wh" },
	[LADDER_WORKING_DAYS] = { "working_days", "wd" },
	[LADDER_DAYS] = { "days", "d" },
	[LADDER_WEEKS] = { "weeks", "w" },
};

static const struct who_row {
	enum ladder_who bit;
	const char *name;
} WHO[] = {
	{ TELL_OWNER, "owner" },	 { TELL_DEPUTY, "deputy" },   { TELL_PARTY, "party" },
	{ TELL_PHONE, "phone" },	 { TELL_LEADER, "leader" },   { TELL_PLANNER, "planner" },
	{ TELL_CARETAKER, "caretaker" }, { TELL_MANAGER, "manager" }, { TELL_ADMIN, "admin" },
};

static bool same(const char *name, const char *word, size_t len)
{
	return strlen(name) == len && !memcmp(name, word, len);
}

const char *ladder_event_name(enum ladder_event event)
{
	return event < LADDER_EVENT_MAX ? EVENTS[event] : "";
}

enum ladder_event ladder_event_from(const char *word, size_t len)
{
	int e = 0;
	while (e < LADDER_EVENT_MAX && !same(EVENTS[e], word, len))
		e++;
	return (enum ladder_event)e;
}

const char *ladder_unit_name(enum ladder_unit unit)
{
	return unit < LADDER_UNIT_MAX ? UNITS[unit].name : "";
}

enum ladder_unit ladder_unit_from(const char *name)
{
	int u = 0;
	while (u < LADDER_UNIT_MAX && strcmp(UNITS[u].name, name))
		u++;
	return (enum ladder_unit)u;
}

enum ladder_unit ladder_unit_from_brief(const char *word, size_t len)
{
	int u = 0;
	while (u < LADDER_UNIT_MAX && !same(UNITS[u].brief, word, len))
		u++;
	return (enum ladder_unit)u;
}

const char *ladder_who_name(enum ladder_who one)
{
	for (size_t i = 0; i < COUNT_OF(WHO); i++)
		if (WHO[i].bit == one)
			return WHO[i].name;
	return "";
}

unsigned ladder_who_from(const char *word, size_t len)
{
	for (size_t i = 0; i < COUNT_OF(WHO); i++)
		if (same(WHO[i].name, word, len))
			return WHO[i].bit;
	return 0;
}
