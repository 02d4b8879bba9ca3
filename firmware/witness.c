/* The mark is the file's presence; its content is for people.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/witness.h"

#include <string.h>

#include "shared/io/fs.h"

static const char TEXT[] = "portiek-kiosk is serving this folder, or was when the power went.\n";

bool witness_left(const char *dir)
{
	char path[PATH_CAP];
	fs_join(path, dir, "witness");
	return fs_exists(path);
}

int witness_open(const char *dir, bool *ret_unclean)
{
	char path[PATH_CAP];
	fs_join(path, dir, "witness");
	*ret_unclean = fs_exists(path);
	return *ret_unclean ? OK : fs_write(path, TEXT, strlen(TEXT), 0600);
}

void witness_close(const char *dir)
{
	char path[PATH_CAP];
	fs_join(path, dir, "witness");
	fs_remove(path);
}
