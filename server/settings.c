/* The rows of portiek.conf.
 *
 * Owns nothing; a setting is one row here and one member in settings.h.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/settings.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/calendar.h"
#include "server/command.h"
#include "server/letters.h"
#include "shared/base/text.h"
#include "shared/io/fs.h"

#define TEXT(member) CONF_TEXT, offsetof(struct settings, member), sizeof(((struct settings *)0)->member)
#define INT(member) CONF_INT, offsetof(struct settings, member), 0
#define BOOL(member) CONF_BOOL, offsetof(struct settings, member), 0
#define SECRET(member) CONF_SECRET, offsetof(struct settings, member), sizeof(((struct settings *)0)->member)

const struct conf_row SETTINGS[] = {
	{ "corporation", "name", TEXT(name), "Woningcorporatie", "name on screens, mails and cards" },
	{ "corporation", "phone", TEXT(phone), "", "number tenants may call" },
	{ "corporation", "mail", TEXT(mail), "", "address tenants may write to" },
	{ "corporation", "website", TEXT(website), "", "public website" },
	{ "corporation", "duty_line", TEXT(duty_line), "", "number for emergencies of the home, day and night" },
	{ "corporation", "water_company", TEXT(water_company), "", "number of the water company, for a street without water" },
	{ "corporation", "logo", TEXT(logo), "", "SVG file of the logo, at most 64 KiB; below DIR unless absolute" },
	{ "corporation", "erp", TEXT(erp), "", "name of the ERP system the register comes from" },
	{ "corporation", "payers", TEXT(payers), "", "own rules on who pays: RULE=landlord|tenant|provider, by blanks" },
	{ "departments", "phone", TEXT(dept_phone), "Klantcontactcentrum", "name of the phone desk" },
	{ "departments", "repair", TEXT(dept_repair), "Reparatie en onderhoud", "plans repairs" },
	{ "departments", "living", TEXT(dept_living), "Wonen en leefbaarheid", "deals with nuisance" },
	{ "departments", "energy", TEXT(dept_energy), "Duurzaamheid", "deals with zero-energy homes" },
	{ "departments", "see_all", TEXT(see_all), "phone manager admin", "roles that see the cases of every department, whatever theirs are" },
	{ "energy", "supplier_objects", TEXT(energy_supplier_objects), "MONITORING", "objects the supplier answers for, by blanks; the provider has the others" },
	{ "energy", "other_party", TEXT(energy_other_party), "dept:energy", "who helps at a home that is not zero-energy: a department or a party" },
	{ "energy", "other_text", TEXT(energy_other_text), "", "what the tenant of such a home reads, in Dutch; empty: the usual sentence" },
	{ "energy", "other_text_en", TEXT(energy_other_text_en), "", "the same in English" },
	{ "energy", "outages", TEXT(energy_outages), "MONITORING:GEEN-DATA", "what means that a home is without monitoring: OBJECT or OBJECT:FAULT, by blanks" },
	{ "energy", "fee_cents", INT(energy_fee), "11000", "monthly fee of a zero-energy home where no contract names one, in cents" },
	{ "complaint", "after_days", INT(complaint_days), "10", "days after which a tenant may complain about an open report at the kiosk" },
	{ "central", "public_url", TEXT(public_url), "", "how browsers and kiosks reach this server: https://name" },
	{ "central", "hosts", TEXT(hosts), "", "names browsers may use for this server, by blanks" },
	{ "central", "timezone", TEXT(timezone), "Europe/Amsterdam", "zone of all civil dates" },
	{ "limits", "connections", INT(max_connections), "1024", "most connections at a time, 1 to 4096; the one idle longest goes first" },
	{ "limits", "per_address", INT(max_per_address), "256", "most connections of one address" },
	{ "limits", "strangers", INT(max_strangers), "16", "of these, most on which nobody logged in and no device signed" },
	{ "limits", "loopback", BOOL(count_loopback), "no", "do they hold for this machine too? Not with a proxy in front" },
	{ "calendar", "hours", TEXT(hours), "ma-vr 08:00-17:00", "office hours: ma-do 08:00-17:00, vr 08:00-16:00" },
	{ "calendar", "closed", TEXT(closed), "", "own closing days, by blanks: 2026-12-24 2026-12-31" },
	{ "calendar", "good_friday", BOOL(good_friday), "no", "is the office closed on Good Friday" },
	{ "calendar", "liberation_day", TEXT(liberation_day), "lustrum", "closed on 5 May: never, lustrum (2025, 2030) or always" },
	{ "site", "source", TEXT(site_source), "", "folder with catalogue/, kiosk/ and dist/" },
	{ "mail", "server", TEXT(mail_server), "", "smtp://host[:port], smtps://…, dir:PATH (below DIR), or nothing" },
	{ "mail", "from", TEXT(mail_from), "", "sender of mails; corporation mail when empty" },
	{ "mail", "user", TEXT(mail_user), "", "log-in at the mail server" },
	{ "mail", "password", SECRET(mail_password), "", "password at the mail server" },
	{ "flow", "leads", TEXT(leads), "energy=dept:energy home=dept:repair surroundings=dept:living",
	  "whose project leader gets a case: BRANCH=department, by blanks" },
	{ "retention", "months", TEXT(retention), "repair=60 question=24 complaint=60 nuisance=24 area=24",
	  "months after its last event in which a closed case still names persons: KIND=months, by blanks; 0 = for ever" },
	{ "backup", "folder", TEXT(backup_folder), "backup", "where copies of database and files go; below DIR unless absolute, better on another disk" },
	{ "backup", "scheduled", BOOL(backup_scheduled), "yes", "makes a running server copies by itself" },
	{ "backup", "every_hours", INT(backup_every), "6", "hours between two copies" },
	{ "backup", "keep", INT(backup_keep), "28", "so many copies stay; the newest verified one always does" },
	{ "backup", "keep_days", INT(backup_keep_days), "30", "days after which a copy goes: persons that were forgotten are still in it" },
	{ "backup", "warn_hours", INT(backup_warn), "24", "say so when the newest verified copy is older" },
	{ "promises", "confirm_days", INT(promises.confirm_days), "2", "receipt: confirmed within so many working days" },
	{ "promises", "fitter_days", INT(promises.fitter_days), "10", "receipt: the fitter comes within" },
	{ "promises", "planned_days", INT(promises.planned_days), "30", "receipt: a date for planned work within" },
	{ "promises", "outside_days", INT(promises.outside_days), "5", "receipt: an answer about the neighbourhood within" },
	{ "promises", "urgent_hours", INT(promises.urgent_hours), "24", "receipt: urgent, called within so many hours" },
	{ "signin", "memory_kib", INT(signin_memory_kib), "19456", "memory of one sign-in at a kiosk" },
	{ "signin", "passes", INT(signin_passes), "2", "passes of one sign-in at a kiosk" },
	{ 0 },
};

/* No number of these settings makes sense below 1, and no promise beyond a year. */
static int check_numbers(const struct settings *s)
{
	for (const struct conf_row *row = SETTINGS; row->key; row++) {
		bool promise = !strcmp(row->section, "promises");
		int64_t n = row->kind == CONF_INT ? *(const int64_t *)((const char *)s + row->offset) : 1;
		bool limit = !strcmp(row->section, "limits");
		if (n >= 1 && (!promise || n <= PROMISE_MAX) && (!limit || n <= CONNECTIONS_MOST))
			continue;
		fprintf(stderr, "[%s] %s: a number from 1%s\n", row->section, row->key,
			promise ? " to 366" : limit ? " to 4096" : "");
		return ERR_INPUT;
	}
	return OK;
}

/* Every pair must be one: a typing error must not keep persons for ever, nor too short. */
static int check_retention(const struct settings *s)
{
	static const char *const kinds[] = { "repair", "question", "complaint", "nuisance", "area" };
	char words[sizeof s->retention], *rest = words, *word;
	memcpy(words, s->retention, sizeof words);
	while ((word = strsep(&rest, " ")) != NULL) {
		int64_t months;
		char *value = strchr(word, '=');
		bool fine = !*word;
		for (size_t i = 0; value && i < COUNT_OF(kinds); i++)
			fine |= (size_t)(value - word) == strlen(kinds[i]) &&
				!strncmp(word, kinds[i], strlen(kinds[i])) &&
				int_parse(value + 1, 0, 1200, &months);
		if (fine)
			continue;
		fprintf(stderr, "[retention] months: \"%s\" is not KIND=months; kinds are repair question"
			" complaint nuisance area\n", word);
		return ERR_INPUT;
	}
	return OK;
}

int settings_load(struct settings *ret, const char *dir, const char *config)
{
	char path[PATH_CAP], why[300] = "";
	conf_defaults(SETTINGS, ret);
	fs_join(path, dir, "portiek.conf");
	if (!config && !fs_exists(path))
		return OK;
	int err = conf_read(SETTINGS, ret, config ? config : path, why, sizeof why);
	if (err)
		fprintf(stderr, "%s\n", why[0] ? why : "cannot read the configuration file");
	if (!err)
		err = check_numbers(ret);
	return err ? err : check_retention(ret);
}

int settings_calendar(const struct settings *s, struct calendar *ret, char *why, size_t cap)
{
	const struct calendar_spec spec = {
		.timezone = s->timezone, .hours = s->hours, .closed = s->closed,
		.good_friday = s->good_friday, .liberation_day = s->liberation_day,
	};
	return calendar_make(&spec, ret, why, cap);
}

struct val *settings_payers(const struct settings *s)
{
	struct val *own = val_object();
	char words[sizeof s->payers], *rest = words, *word;
	memcpy(words, s->payers, sizeof words);
	while ((word = strsep(&rest, " ")) != NULL) {
		char *payer = strchr(word, '=');
		if (!payer || payer == word)
			continue;
		*payer = '\0';
		if (!val_get(own, word))
			val_put_str(own, word, payer + 1);
	}
	return own;
}

/* "NAME=value NAME=value": the value of a name; out stays as it is without one. */
static void value_of(const char *pairs, const char *name, char *out, size_t cap)
{
	size_t n = strlen(name);
	for (const char *at = pairs; *at; at += strcspn(at, " "), at += strspn(at, " "))
		if (!strncmp(at, name, n) && at[n] == '=' && at[n + 1] && at[n + 1] != ' ')
			snprintf(out, cap, "%.*s", (int)strcspn(at + n + 1, " "), at + n + 1);
}

void settings_department(const struct settings *s, const char *branch, char *out, size_t cap)
{
	text_copy(out, cap, "dept:phone");
	value_of(s->leads, branch, out, cap);
}

int64_t settings_retention(const struct settings *s, const char *kind)
{
	char text[24] = "";
	int64_t months;
	value_of(s->retention, kind, text, sizeof text);
	return int_parse(text, 0, 1200, &months) ? months : RETENTION_MONTHS;
}

static int check_calendar(const struct settings *s)
{
	char why[200] = "";
	struct calendar *c = mem_new(1, sizeof *c);
	int err = settings_calendar(s, c, why, sizeof why);
	if (err)
		fprintf(stderr, "%s\n", why);
	free(c);
	return err;
}

static int show(const struct args *a, bool print)
{
	struct settings *s = mem_new(1, sizeof *s);
	BUF(out);
	int err = settings_load(s, args_get(a, "data", "."), args_get(a, "config", NULL));
	if (!err && !print)
		err = check_calendar(s);
	if (!err && print)
		conf_print(SETTINGS, s, &out);
	fputs(buf_text(&out), stdout);
	free(s);
	return err;
}

int settings_check(const struct args *a)
{
	BUF(faults);
	int err = show(a, false);
	if (letters_check(args_get(a, "data", "."), &faults) && !err)
		err = ERR_INPUT;
	fputs(buf_text(&faults), stderr);
	return err;
}

int settings_print(const struct args *a)
{
	return show(a, true);
}
