/* iCalendar by libical: one VEVENT with its VTIMEZONE.
 *
 * Owns nothing between calls; zones are libical's own and live as long as the program. Promises:
 * the zone is named as people name it (libical prefixes its own ids), control characters never
 * reach the file, and an event without an end is never written.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/ics.h"

#include <libical/ical.h>
#include <string.h>

#define PRODID	"-//Portiek//Portiek central//NL"
#define LAST_MS INT64_C(253402300799000) /* the end of the year 9999 */

static icaltimezone *zone_of(const char *name)
{
	return name[0] ? icaltimezone_get_builtin_timezone(name) : NULL;
}

static struct icaltimetype local_time(icaltimezone *zone, int64_t ms)
{
	struct icaltimetype t = icaltime_from_timet_with_zone((time_t)(ms / 1000), 0, zone);
	return icaltime_set_timezone(&t, zone);
}

bool ics_local(const char *zone, int64_t ms, struct ics_local *ret)
{
	icaltimezone *z = zone_of(zone);
	if (!z || ms < 0 || ms > LAST_MS)
		return false;
	struct icaltimetype t = local_time(z, ms);
	*ret = (struct ics_local){ t.year, t.month, t.day, icaltime_day_of_week(t) - 1,
				   t.hour, t.minute };
	return true;
}

/* ---- writing ------------------------------------------------------------------------------ */

/* Texts go through libical's escaping; what no calendar may hold becomes a blank. */
static const char *clean(const char *s, struct buf *room)
{
	buf_clear(room);
	for (; *s; s++)
		buf_char(room, ((unsigned char)*s < 32 && *s != '\n') || *s == 127 ? ' ' : *s);
	return buf_text(room);
}

/* Does a rule of the zone still hold at that moment? The file knows all clocks since 1835; calendars
 * stumble over offsets of 19 minutes and 32 seconds. */
static bool holds(icalcomponent *rule, struct icaltimetype at)
{
	icalproperty *p = icalcomponent_get_first_property(rule, ICAL_RRULE_PROPERTY);
	if (!p || icaltime_compare(icalcomponent_get_dtstart(rule), at) > 0)
		return false;
	struct icaltimetype until = icalproperty_get_rrule(p).until;
	return icaltime_is_null_time(until) || icaltime_compare(until, at) > 0;
}

/* libical cuts every rule where the zone file's table ends and goes on with an equal one: no end. */
#define TABLE_ENDS 2036
static void without_end(icalcomponent *rule)
{
	icalproperty *p = icalcomponent_get_first_property(rule, ICAL_RRULE_PROPERTY);
	struct icalrecurrencetype how = icalproperty_get_rrule(p);
	if (how.until.year < TABLE_ENDS)
		return;
	how.until = icaltime_null_time();
	icalproperty_set_rrule(p, how);
}

static void drop_past_rules(icalcomponent *zone, struct icaltimetype at)
{
	icalcomponent *next, *rule;
	int held = 0;
	for (rule = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT); rule;
	     rule = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT))
		held += holds(rule, at);
	if (held < 2) /* a zone without summer time: as it is */
		return;
	for (rule = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT); rule;
	     rule = next) {
		next = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT);
		if (holds(rule, at)) {
			without_end(rule);
			continue;
		}
		icalcomponent_remove_component(zone, rule);
		icalcomponent_free(rule);
	}
}

/* The zone's rules under the name people know. */
static icalcomponent *zone_component(icaltimezone *zone, const char *name, int64_t at)
{
	icalcomponent *copy = icalcomponent_new_clone(icaltimezone_get_component(zone));
	icalproperty *id = icalcomponent_get_first_property(copy, ICAL_TZID_PROPERTY);
	if (id)
		icalproperty_set_tzid(id, name);
	drop_past_rules(copy, local_time(icaltimezone_get_utc_timezone(), at));
	return copy;
}

static icalproperty *in_zone(icalproperty *when, const char *zone)
{
	icalproperty_set_parameter(when, icalparameter_new_tzid(zone));
	return when;
}

static void put_text(icalcomponent *event, icalproperty *(*make)(const char *), const char *text)
{
	BUF(room);
	if (text[0])
		icalcomponent_add_property(event, make(clean(text, &room)));
}

static void put_organizer(icalcomponent *event, const struct ics_event *e)
{
	BUF(address);
	BUF(room);
	if (!e->from[0])
		return;
	buf_fmt(&address, "mailto:%s", clean(e->from, &room));
	icalproperty *by = icalproperty_new_organizer(buf_text(&address));
	if (e->from_name[0]) {
		/* a quoted parameter cannot hold a quote */
		clean(e->from_name, &room);
		for (char *p = room.data; *p; p++)
			if (*p == '"' || *p == '\n')
				*p = ' ';
		icalproperty_set_parameter(by, icalparameter_new_cn(buf_text(&room)));
	}
	icalcomponent_add_property(event, by);
}

static icalcomponent *make_event(const struct ics_event *e, icaltimezone *zone)
{
	icalcomponent *event = icalcomponent_new_vevent();
	icaltimezone *utc = icaltimezone_get_utc_timezone();
	put_text(event, icalproperty_new_uid, e->uid);
	icalcomponent_add_property(event, icalproperty_new_sequence((int)e->sequence));
	icalcomponent_add_property(event, icalproperty_new_dtstamp(local_time(utc, e->stamp)));
	icalcomponent_add_property(
	    event, in_zone(icalproperty_new_dtstart(local_time(zone, e->start)), e->zone));
	icalcomponent_add_property(
	    event, in_zone(icalproperty_new_dtend(local_time(zone, e->end)), e->zone));
	icalcomponent_add_property(
	    event,
	    icalproperty_new_status(e->cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
	put_text(event, icalproperty_new_summary, e->summary);
	put_text(event, icalproperty_new_description, e->text);
	put_text(event, icalproperty_new_location, e->place);
	put_organizer(event, e);
	return event;
}

/* libical folds a line whose own end falls on the fold between its CR and LF: "…\r" "\r\n " "\n". No text
 * holds a CR, so that is found nowhere else. */
static void put_lines(const char *text, struct buf *out)
{
	static const char torn[] = "\r\r\n \n";
	for (const char *at; (at = strstr(text, torn)) != NULL; text = at + strlen(torn)) {
		buf_add(out, text, (size_t)(at - text));
		buf_str(out, "\r\n");
	}
	buf_str(out, text);
}

int ics_write(const struct ics_event *e, struct buf *out)
{
	icaltimezone *zone = zone_of(e->zone);
	if (!zone || !e->uid[0] || e->start < 0 || e->end <= e->start || e->end > LAST_MS)
		return ERR_INPUT;
	icalcomponent *calendar = icalcomponent_new_vcalendar();
	icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
	icalcomponent_add_property(calendar, icalproperty_new_prodid(PRODID));
	icalcomponent_add_property(calendar, icalproperty_new_method(ICAL_METHOD_PUBLISH));
	icalcomponent_add_component(calendar, zone_component(zone, e->zone, e->start));
	icalcomponent_add_component(calendar, make_event(e, zone));
	char *text = icalcomponent_as_ical_string_r(calendar);
	put_lines(text, out);
	icalmemory_free_buffer(text);
	icalcomponent_free(calendar);
	return OK;
}
