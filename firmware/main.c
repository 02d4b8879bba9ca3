/* portiek-kiosk: the lobby daemon. Pages from a signed archive, reports kept safe without a line,
 * delivered when there is one. The commands are rows in firmware/commands.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/commands.h"

int main(int argc, char **argv)
{
	return program_main(&KIOSK, argc, argv);
}
