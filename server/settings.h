/* portiek.conf of the office: whose installation this is, and how it reaches the world (R1).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_SETTINGS_H
#define SERVER_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/conf.h"
#include "shared/base/val.h"
#include "shared/model/promises.h"

struct settings {
	/* [corporation] */
	char name[120], phone[40], mail[200], website[200], duty_line[40], water_company[40];
	char erp[80], logo[200], payers[1000];
	/* [departments]: names of the departments rules send cases to */
	char dept_phone[80], dept_repair[80], dept_living[80], dept_energy[80];
	char see_all[80]; /* roles that see the cases of every department */
	/* [energy]: the door "energy and meters" (R3, R9) */
	char energy_supplier_objects[400], energy_other_party[64];
	char energy_other_text[400], energy_other_text_en[400];
	char energy_outages[200]; /* faults that mean: no monitoring (D9) */
	int64_t energy_fee;       /* monthly fee in cents where no contract names one */
	/* [complaint]: days after which a tenant may say so at the kiosk (D10) */
	int64_t complaint_days;
	/* [central] */
	char public_url[200], hosts[400], timezone[64];
	/* [limits] */
	int64_t max_connections, max_per_address, max_strangers;
	bool count_loopback;
	/* [calendar] */
	char hours[300], closed[1200], liberation_day[20];
	bool good_friday;
	/* [site] */
	char site_source[400];
	/* [mail] */
	char mail_server[400], mail_from[200], mail_user[120], mail_password[200];
	/* [flow]: whose project leader gets a case, per branch (R14) */
	char leads[200];
	/* [retention]: when persons go from closed cases, per kind (AVG) */
	char retention[200];
	/* [backup]: copies of database and files (R62) */
	char backup_folder[400];
	bool backup_scheduled;
	int64_t backup_every, backup_keep, backup_keep_days, backup_warn;
	/* [promises]: what the receipt says */
	struct promises promises;
	/* [signin]: cost of opening one directory record at a kiosk */
	int64_t signin_memory_kib, signin_passes;
};

/* Descriptors the loop makes room for; [limits] connections stays below it. */
#define CONNECTIONS_MOST 4096

/* Rows for reading, printing and --help. */
extern const struct conf_row SETTINGS[];

/* Defaults, then DIR/portiek.conf (or config, when given). A missing DIR/portiek.conf is fine.
 * ERR_INPUT: a line is wrong; said on stderr. */
int settings_load(struct settings *ret, const char *dir, const char *config) MUST_USE;

/* The calendar of [central] timezone and [calendar]. ERR_INPUT: why[] says which setting is wrong. */
struct calendar;
int settings_calendar(const struct settings *s, struct calendar *ret, char *why, size_t cap) MUST_USE;

/* [corporation] payers as an object {"<payer rule>":"landlord",…}; words of another form are passed
 * over. The caller frees it. */
struct val *settings_payers(const struct settings *s) MUST_USE;

/* Months after which persons go from a closed case of this kind, 0: never. Kinds that [retention] months does not
 * name stay RETENTION_MONTHS. */
#define RETENTION_MONTHS 60
int64_t settings_retention(const struct settings *s, const char *kind);

/* Department whose project leader gets a case of this branch: [flow] leads. */
void settings_department(const struct settings *s, const char *branch, char *out, size_t cap);

#endif
