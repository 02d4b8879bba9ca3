/* portiek-central: the office daemon and its commands (server/verbs.c has the table).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/command.h"
#include "shared/base/conf.h"
#include "shared/base/crypt.h"
#include "shared/base/log.h"

int main(int argc, char **argv)
{
	static const struct program program = {
		"portiek-central",
		"receives reports from lobby kiosks and brings each to the party that deals with it",
		COMMANDS,
	};
	if (crypt_start())
		die("crypt.start", "no usable random source");
	return program_main(&program, argc, argv);
}
