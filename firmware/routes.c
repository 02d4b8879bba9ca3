/* The table of routes and nothing else.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/routes.h"

#include "firmware/answers.h"
#include "firmware/cases.h"
#include "firmware/dwellings.h"
#include "firmware/energy.h"
#include "firmware/health.h"
#include "firmware/intake.h"
#include "firmware/pages.h"
#include "firmware/signin.h"
#include "shared/model/report.h"

#define SMALL 1024

const struct route ROUTES[] = {
	{ HTTP_POST, "/api/v1/reports", WHO_ANYONE, REPORT_CAP, TX_WRITE, intake_post,
	  "send a report; 201 with its receipt once it is durable" },
	{ HTTP_POST, "/api/v1/alarms/*", WHO_ANYONE, SMALL, TX_WRITE, intake_post_alarm,
	  "leave an alarm record for an emergency sign" },
	{ HTTP_GET, "/api/v1/session", WHO_ANYONE, 0, TX_READ, signin_get, "who is signed in" },
	{ HTTP_POST, "/api/v1/session", WHO_ANYONE, SMALL, TX_READ, signin_post,
	  "sign in with tenant number and code" },
	{ HTTP_DELETE, "/api/v1/session", WHO_ANYONE, 0, TX_NONE, signin_delete, "sign out" },
	{ HTTP_GET, "/api/v1/dwellings", WHO_ANYONE, 0, TX_READ, dwellings_get,
	  "find a home by street and number" },
	{ HTTP_GET, "/api/v1/energy", WHO_ANYONE, 0, TX_READ, energy_get,
	  "whom a home calls first about its energy" },
	{ HTTP_POST, "/api/v1/cases", WHO_ANYONE, SMALL, TX_READ, cases_post,
	  "how a report stands, by receipt and follow code" },
	{ HTTP_POST, "/api/v1/cases/answer", WHO_ANYONE, ANSWER_CAP, TX_WRITE, answers_post,
	  "is it solved? or a complaint; 201 once it is durable" },
	{ HTTP_GET, "/api/v1/kiosk", WHO_ANYONE, 0, TX_READ, health_kiosk,
	  "whose kiosk this is and where" },
	{ HTTP_GET, "/api/v1/status", WHO_LOCAL, 0, TX_READ, health_status,
	  "queue, sync, versions, disk" },
	{ HTTP_GET, "/api/*", WHO_ANYONE, 0, TX_NONE, pages_no_api, "no such call" },
	{ HTTP_GET, "/healthz", WHO_ANYONE, 0, TX_NONE, health_live, "the process answers" },
	{ HTTP_GET, "/readyz", WHO_ANYONE, 0, TX_READ, health_ready,
	  "database open, enrolled, site in place" },
	{ HTTP_GET, "/metrics", WHO_LOCAL, 0, TX_READ, health_metrics, "Prometheus text" },
	{ HTTP_GET, "/", WHO_ANYONE, 0, TX_READ, pages_root, "to the start page" },
	{ HTTP_GET, PAGE_STYLE, WHO_ANYONE, 0, TX_NONE, pages_style, "looks of the built-in page" },
	{ HTTP_GET, "/*", WHO_ANYONE, 0, TX_READ, pages_get, "pages of the site archive" },
	{ 0 },
};
