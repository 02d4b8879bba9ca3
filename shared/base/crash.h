/* Named places where a test may pull the plug.
 *
 * In test builds a process whose environment says PORTIEK_CRASH=NAME kills itself (SIGKILL, as a
 * power cut would) the first time it comes by crash_point("NAME"). In every other build the
 * function is empty. tests/kill/kill.py knows the names and counts how often each was hit.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_BASE_CRASH_H
#define SHARED_BASE_CRASH_H

#ifdef PORTIEK_CRASH_POINTS
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static inline void crash_point(const char *name)
{
	const char *wanted = getenv("PORTIEK_CRASH");
	if (wanted && !strcmp(wanted, name))
		raise(SIGKILL);
}
#else
static inline void crash_point(const char *name)
{
	(void)name;
}
#endif

#endif
