/* An office whose register knows contracts and contacts, for the suites of the register.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CENTRAL_CONTRACTS_H
#define TESTS_UNIT_CENTRAL_CONTRACTS_H

#include "tests/unit/central/office.h"

#define CONTRACTS_HEAD "party,number,role,sla,first_contact,valid_from,valid_until,epv\n"
#define CONTACTS_HEAD "party,role,name,phone,mail,hours,valid_from,valid_until,channels,order\n"
#define TODAY "2026-11-25"

static inline void has(const struct buf *out, const char *text)
{
	if (!strstr(buf_text(out), text))
		fail_msg("\"%s\" is not in:\n%s", text, buf_text(out));
}

static inline int set_up(void **state)
{
	*state = office_open();
	return 0;
}

static inline int tear_down(void **state)
{
	office_close(*state);
	return 0;
}

#endif
