/* Every door of the office, nothing else.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/routes.h"

#include "server/address_api.h"
#include "server/answers.h"
#include "server/audit_api.h"
#include "server/backup.h"
#include "server/cases_api.h"
#include "server/evidence.h"
#include "server/export.h"
#include "server/figures_api.h"
#include "server/link_api.h"
#include "server/catalogue_api.h"
#include "server/device_change.h"
#include "server/energy.h"
#include "server/intake.h"
#include "server/letters_api.h"
#include "server/login.h"
#include "server/notices_api.h"
#include "server/password.h"
#include "server/pages.h"
#include "server/people_api.h"
#include "server/person_api.h"
#include "server/phone.h"
#include "server/phrases.h"
#include "server/register_api.h"
#include "server/register_edit.h"
#include "server/sets_api.h"
#include "server/site_api.h"
#include "server/simulate_api.h"
#include "server/staff_api.h"
#include "server/sync_routes.h"
#include "server/texts_api.h"
#include "server/users_api.h"
#include "shared/model/report.h"

#define KIB 1024
#define SYNC "/sync/v1/*"

const char LIVE_PATH[] = "/api/v1/live";

const struct route ROUTES[] = {
	/* devices */
	{ HTTP_GET,    SYNC, WHO_DEVICE, 0,         TX_WRITE, sync_serve, "devices: hello, changes, chain, site" },
	{ HTTP_POST,   SYNC, WHO_DEVICE, SYNC_BODY, TX_WRITE, sync_serve, "devices: enrol, batches" },
	{ HTTP_PATCH,  SYNC, WHO_DEVICE, SYNC_BODY, TX_WRITE, sync_serve, "devices: refused, signed" },
	{ HTTP_PUT,    SYNC, WHO_DEVICE, SYNC_BODY, TX_WRITE, sync_serve, "devices: refused, signed" },
	{ HTTP_DELETE, SYNC, WHO_DEVICE, 0,         TX_WRITE, sync_serve, "devices: refused, signed" },
	/* staff */
	{ HTTP_POST, "/api/v1/login",      WHO_ANYONE, 1 * KIB, TX_WRITE, login_post,         "log in; sets the cookie" },
	{ HTTP_POST, "/api/v1/logout",     WHO_STAFF | WHO_FRESH, 1 * KIB, TX_WRITE, login_delete,       "log out" },
	{ HTTP_GET,  "/api/v1/me",         WHO_ANYONE, 0,       TX_READ,  login_me,           "who am I, and the CSRF token" },
	{ HTTP_POST, "/api/v1/password",   WHO_STAFF | WHO_FRESH, 1 * KIB, TX_WRITE, password_post, "{old, new}: my own password" },
	{ HTTP_GET,  "/api/v1/views",      WHO_STAFF,  0,       TX_READ,  cases_views,        "views of the inbox with counts" },
	{ HTTP_GET,  "/api/v1/cases",      WHO_STAFF,  0,       TX_READ,  cases_list,         "cases of a view, late first; or a search" },
	{ HTTP_GET,  "/api/v1/cases/*",    WHO_STAFF,  0,       TX_WRITE, cases_get,          "one case by number or receipt; looks at restricted ones are noted in the audit" },
	{ HTTP_POST, "/api/v1/cases/*",    WHO_STAFF, 16 * KIB, TX_WRITE, cases_act,          "NR/STEP {its fields}, If-Match: version; steps stand in the case; NR/look" },
	{ HTTP_GET,  "/api/v1/cases.csv",  WHO_STAFF,  0,       TX_WRITE, export_cases,       "a selection of the inbox as a spreadsheet; noted in the audit" },
	{ HTTP_GET,  "/api/v1/exceptions", WHO_STAFF,  0,       TX_READ,  cases_exceptions,   "cases no rule matched" },
	{ HTTP_GET,  "/api/v1/quarantine", WHO_STAFF,  0,       TX_READ,  staff_quarantine,   "items that could not be understood" },
	{ HTTP_GET,  "/api/v1/reception",  WHO_STAFF,  0,       TX_READ,  staff_reception,    "all that came in and cannot be used" },
	{ HTTP_GET,  "/api/v1/alarms",     WHO_STAFF,  0,       TX_READ,  staff_alarms,       "taps on emergency signs" },
	{ HTTP_POST, "/api/v1/alarms/*",   WHO_STAFF,  1 * KIB, TX_WRITE, staff_alarm_accept, "ID/accept: I deal with this alarm" },
	{ HTTP_GET,  "/api/v1/outgoing",   WHO_STAFF,  0,       TX_READ,  staff_outgoing,     "mails and calls, newest first" },
	{ HTTP_GET,  "/api/v1/messages/*", WHO_STAFF,  0,       TX_READ,  letters_api_get,    "N: the words of one message, to print" },
	{ HTTP_POST, "/api/v1/messages/*", WHO_STAFF,  1 * KIB, TX_WRITE, letters_api_act,    "N/retry, drop, paper, phone, bounced: what becomes of it" },
	{ HTTP_POST, "/api/v1/letters/*",  WHO_STAFF, 16 * KIB, TX_WRITE, letters_api_preview, "NR/STEP {its fields}: the letters it would send; nothing stays" },
	{ HTTP_GET,  "/api/v1/calls",      WHO_STAFF,  0,       TX_READ,  staff_calls,        "calls to be made, earliest deadline first" },
	{ HTTP_POST, "/api/v1/calls/*",    WHO_STAFF,  4 * KIB, TX_WRITE, staff_call_done,    "ID {result, note}: a call was tried" },
	{ HTTP_GET,  "/api/v1/notices",    WHO_STAFF,  0,       TX_READ,  notices_list,       "deadlines that near or passed, for me or my role" },
	{ HTTP_POST, "/api/v1/notices/*",  WHO_STAFF,  1 * KIB, TX_WRITE, notices_see,        "CASE/seen: I know; my colleagues of the role still do not" },
	{ HTTP_GET,  "/api/v1/devices",    WHO_STAFF,  0,       TX_READ,  staff_devices,      "kiosks and how they are" },
	{ HTTP_GET,  "/api/v1/dwellings",  WHO_STAFF,  0,       TX_READ,  address_search,     "find an address as you type" },
	{ HTTP_GET,  "/api/v1/dwellings/*", WHO_STAFF, 0,       TX_READ,  address_get,        "everything about one address" },
	{ HTTP_GET,  "/api/v1/parties",    WHO_STAFF,  0,       TX_READ,  staff_parties,      "departments and parties a case can go to" },
	{ HTTP_GET,  "/api/v1/register/faults", WHO_STAFF, 0,   TX_READ,  register_api_faults, "what is wrong in the register, page by page" },
	{ HTTP_GET,  "/api/v1/register/faults.csv", WHO_STAFF, 0, TX_WRITE, register_api_sheet, "the same as a spreadsheet; noted in the audit" },
	{ HTTP_GET,  "/api/v1/register/parties/*", WHO_STAFF, 0, TX_READ, register_edit_party, "one party: its contracts and contacts" },
	{ HTTP_POST, "/api/v1/register/contracts", WHO_MANAGER | WHO_ADMIN, 4 * KIB, TX_WRITE, register_edit_contract, "add or change a contract" },
	{ HTTP_POST, "/api/v1/register/contacts", WHO_MANAGER | WHO_ADMIN, 4 * KIB, TX_WRITE, register_edit_contact, "add or change a contact" },
	{ HTTP_POST, "/api/v1/register/homes", WHO_MANAGER | WHO_ADMIN, 1 * KIB, TX_WRITE, register_edit_home, "name the parties of a home" },
	{ HTTP_GET,  "/api/v1/catalogue/*", WHO_STAFF, 0,       TX_READ,  catalogue_get,      "rooms, objects, faults and causes of a version, with their words" },
	{ HTTP_GET,  "/api/v1/intake",     WHO_STAFF,  0,       TX_READ,  intake_get,         "the form of a new report: doors, what each asks, the catalogue in force" },
	{ HTTP_GET,  "/api/v1/emergencies", WHO_ANYONE, 0,      TX_READ,  intake_emergencies, "emergency signs: whom to call, what to say" },
	{ HTTP_GET,  "/api/v1/staff",      WHO_STAFF,  0,       TX_READ,  people_staff,       "who works here" },
	{ HTTP_GET,  "/api/v1/tasks",      WHO_STAFF,  0,       TX_READ,  people_tasks,       "what I still have to do" },
	{ HTTP_GET,  "/api/v1/leaders",    WHO_MANAGER | WHO_ADMIN, 0, TX_READ, people_leaders, "who leads a department, who stands in" },
	{ HTTP_POST, "/api/v1/leaders",    WHO_MANAGER | WHO_ADMIN, 4 * KIB, TX_WRITE, people_leader_set, "{department, leader, deputy, away_from, away_until}" },
	{ HTTP_POST, "/api/v1/persons/export", WHO_ADMIN, 1 * KIB, TX_WRITE, person_api_export, "{tenant} or {phone} or {mail}: everything about one person" },
	{ HTTP_POST, "/api/v1/persons/erase",  WHO_ADMIN, 1 * KIB, TX_WRITE, person_api_erase,  "the same: take that person out of all closed cases" },
	{ HTTP_GET,  "/api/v1/phrases",      WHO_STAFF,  0,       TX_READ,  phrases_list,       "standard texts as they were written" },
	{ HTTP_GET,  "/api/v1/phrases/*",    WHO_STAFF,  0,       TX_READ,  phrases_of_case,    "NR: standard texts filled for a case" },
	{ HTTP_POST, "/api/v1/phrases",      WHO_MANAGER | WHO_ADMIN, 4 * KIB, TX_WRITE, phrases_put, "{id, subject, title, text}: add or change one" },
	{ HTTP_POST, "/api/v1/phrases/*",    WHO_MANAGER | WHO_ADMIN, 1 * KIB, TX_WRITE, phrases_remove, "N/remove" },
	/* administration */
	{ HTTP_GET,  "/api/v1/users",      WHO_ADMIN,  0,       TX_READ,  users_list,         "accounts, roles, departments" },
	{ HTTP_POST, "/api/v1/users",      WHO_ADMIN,  1 * KIB, TX_WRITE, users_add,          "{name, role, departments}: a start password, told once" },
	{ HTTP_POST, "/api/v1/users/*",    WHO_ADMIN,  1 * KIB, TX_WRITE, users_act,          "role departments block unblock logout password {name, …}" },
	{ HTTP_GET,  "/api/v1/sets/*",     WHO_MANAGER | WHO_ADMIN, 0, TX_READ, sets_get,     "rules or ladder: the version in force, KIND/VERSION, KIND/VERSION.csv" },
	{ HTTP_POST, "/api/v1/sets/check/*", WHO_MANAGER | WHO_ADMIN, 512 * KIB, TX_READ, sets_check, "KIND {csv}: what is wrong in it, what it changes" },
	{ HTTP_POST, "/api/v1/sets/publish/*", WHO_ADMIN, 512 * KIB, TX_WRITE, sets_publish,  "KIND {csv, seen}: put it in force" },
	{ HTTP_POST, "/api/v1/sets/back/*", WHO_ADMIN, 1 * KIB, TX_WRITE, sets_back,          "KIND {version, seen}: an earlier version again" },
	{ HTTP_GET,  "/api/v1/site",       WHO_MANAGER | WHO_ADMIN, 0, TX_READ, site_get,     "versions of the kiosks' site, and how many have each" },
	{ HTTP_POST, "/api/v1/site/publish", WHO_ADMIN, 1 * KIB, TX_WRITE, site_publish,      "build it from the catalogue here and put it in force" },
	{ HTTP_POST, "/api/v1/site/back",  WHO_ADMIN,  1 * KIB, TX_WRITE, site_back,          "{version}: an earlier one again" },
	{ HTTP_GET,  "/api/v1/texts",      WHO_MANAGER | WHO_ADMIN, 0, TX_READ, texts_list,   "letters, and which have own words" },
	{ HTTP_GET,  "/api/v1/texts/*",    WHO_MANAGER | WHO_ADMIN, 0, TX_READ, texts_get,    "LANG/NAME: the words in force and how they read" },
	{ HTTP_POST, "/api/v1/texts/preview/*", WHO_MANAGER | WHO_ADMIN, 64 * KIB, TX_READ, texts_preview, "LANG/NAME {text}: how it would read" },
	{ HTTP_POST, "/api/v1/texts/save/*", WHO_ADMIN, 64 * KIB, TX_WRITE, texts_save,       "LANG/NAME {text}: own words" },
	{ HTTP_POST, "/api/v1/texts/reset/*", WHO_ADMIN, 1 * KIB, TX_WRITE, texts_reset,      "LANG/NAME: the built-in words again" },
	{ HTTP_POST, "/api/v1/devices",    WHO_ADMIN,  4 * KIB, TX_WRITE, device_change_add,  "{kind, label, complexes}: a one-time code, told once" },
	{ HTTP_POST, "/api/v1/devices/*",  WHO_ADMIN,  4 * KIB, TX_WRITE, device_change_act,  "revoke approve scope {device, …}" },
	{ HTTP_GET,  "/api/v1/backups",    WHO_MANAGER | WHO_ADMIN, 0, TX_READ, backup_api_list, "copies of database and files, how old the newest is, whether they hold" },
	{ HTTP_POST, "/api/v1/backups",    WHO_ADMIN,  1 * KIB, TX_WRITE, backup_api_start,   "make one now; the list tells when it is proved" },
	{ HTTP_GET,  "/api/v1/audit",      WHO_MANAGER | WHO_ADMIN, 0, TX_READ, audit_list,   "who did what to the installation, newest first" },
	{ HTTP_GET,  "/api/v1/figures",    WHO_MANAGER | WHO_ADMIN, 0, TX_READ, figures_get,   "dashboards of a period: from, until, by=month|week" },
	{ HTTP_GET,  "/api/v1/figures.csv", WHO_MANAGER | WHO_ADMIN, 0, TX_WRITE, figures_sheet_get, "one of them as a spreadsheet: table; noted in the audit" },
	{ HTTP_POST, "/api/v1/ladder/simulate", WHO_MANAGER | WHO_ADMIN, SIMULATE_BODY_CAP, TX_READ, simulate_api_ladder, "{csv, from, to}: what if this were the ladder" },
	{ HTTP_POST, "/api/v1/rules/simulate", WHO_MANAGER | WHO_ADMIN, SIMULATE_BODY_CAP, TX_READ, simulate_api_rules, "{csv, from, to}: what if these were the rules" },
	{ HTTP_GET,  "/api/v1/stats",      WHO_STAFF | WHO_LOCAL, 0, TX_READ, staff_stats,    "figures; without log-in from loopback only" },
	{ HTTP_GET,  "/api/v1/openapi.json", WHO_ANYONE, 0,     TX_NONE,  staff_openapi,      "this API as OpenAPI 3.1" },
	/* phone desk: the published pages and the API they know from the kiosk */
	{ HTTP_POST,   "/melden/api/v1/reports",   WHO_STAFF, REPORT_CAP, TX_WRITE, phone_report,   "a report taken by phone" },
	{ HTTP_POST,   "/melden/api/v1/reports/check", WHO_STAFF, REPORT_CAP, TX_READ, intake_check, "what the judge says of a report so far" },
	{ HTTP_POST,   "/melden/api/v1/alarms/*",  WHO_STAFF, REPORT_CAP, TX_WRITE, phone_alarm,    "an emergency told by phone" },
	{ HTTP_GET,    "/melden/api/v1/session",   WHO_STAFF, 0,       TX_READ,  phone_session,     "whom the operator speaks for" },
	{ HTTP_POST,   "/melden/api/v1/session",   WHO_STAFF, 1 * KIB, TX_WRITE, phone_session_post, "open a tenant by number" },
	{ HTTP_DELETE, "/melden/api/v1/session",   WHO_STAFF, 0,       TX_WRITE, phone_session_delete, "next caller" },
	{ HTTP_GET,    "/melden/api/v1/dwellings", WHO_STAFF, 0,       TX_READ,  phone_dwellings,   "find an address" },
	{ HTTP_GET,    "/melden/api/v1/energy",    WHO_STAFF, 0,       TX_READ,  energy_get,        "whom a home calls first about its energy" },
	{ HTTP_POST,   "/melden/api/v1/cases",     WHO_STAFF, 1 * KIB, TX_READ,  phone_case,        "how a case stands, by receipt" },
	{ HTTP_POST,   "/melden/api/v1/cases/answer", WHO_STAFF, ANSWER_CAP, TX_WRITE, answers_phone, "what a tenant says about a report" },
	{ HTTP_GET,    "/melden/api/v1/kiosk",     WHO_STAFF, 0,       TX_READ,  phone_kiosk,       "whose pages these are" },
	{ HTTP_GET,    "/melden/",                 WHO_STAFF, 0,       TX_NONE,  pages_melden,      "to the start page" },
	{ HTTP_GET,    "/melden/*",                WHO_STAFF, 0,       TX_NONE,  pages_melden,      "the published pages" },
	/* people outside, by a personal link */
	{ HTTP_GET,  "/l/*", WHO_LINK, 0,       TX_READ,  link_get,  "one case, one question, without an account" },
	{ HTTP_POST, "/l/*", WHO_LINK, 8 << 20, TX_WRITE, link_post, "TOKEN: the answer; TOKEN/file: a photo or paper with it" },
	{ HTTP_POST, "/api/v1/links/*",    WHO_PHONE | WHO_LEADER | WHO_PLANNER | WHO_MANAGER, 1 * KIB, TX_WRITE, link_revoke_post, "CASE/N/revoke" },
	{ HTTP_GET,  "/api/v1/evidence/*", WHO_STAFF, 0, TX_READ, evidence_get, "a file that proves something" },
	/* watching */
	{ HTTP_GET, "/healthz", WHO_ANYONE, 0, TX_NONE, health_ok,      "the process answers" },
	{ HTTP_GET, "/readyz",  WHO_ANYONE, 0, TX_READ, health_ready,   "it can store" },
	{ HTTP_GET, "/metrics", WHO_LOCAL,  0, TX_READ, health_metrics, "figures for Prometheus" },
	/* staff app: whatever is left */
	{ HTTP_GET, "/api/*", WHO_ANYONE, 0, TX_NONE, pages_none,  "no such door" },
	{ HTTP_GET, "/",      WHO_ANYONE, 0, TX_NONE, pages_staff, "staff app" },
	{ HTTP_GET, "/*",     WHO_ANYONE, 0, TX_NONE, pages_staff, "staff app" },
	{ 0 },
};
