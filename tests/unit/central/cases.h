/* An office with routing rules and a way to file reports, for the suites of the projection.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CENTRAL_CASES_H
#define TESTS_UNIT_CENTRAL_CASES_H

#include "server/catalogues.h"
#include "tests/unit/central/office.h"

#include "server/address_find.h"

#define DEVICE "01930000-0000-7000-8000-000000000001"

static inline int set_up(void **state)
{
	struct office *o = office_open();
	office_must_import(o, "rules", "rank,rule,branch,cause,object,fault,urgency,nom,payer,provider,party,reason\n"
		"10,mensen,surroundings,people,,,,,,,dept:living,Overlast\n"
		"20,buiten,surroundings,,,,,,,,dept:living,Omgeving\n"
		"30,nom,home,,KRAAN,,,yes,,yes,@provider,Aanbieder onderhoudt\n"
		"40,spoed,home,,,,urgent|emergency,no,,,dept:repair,Spoed\n"
		"50,rest,home,,,,normal|planned,no,,,dept:repair,Gewoon\n");
	*state = o;
	return 0;
}

static inline int tear_down(void **state)
{
	office_close(*state);
	return 0;
}

#endif
