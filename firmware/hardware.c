/* Hash of what names this machine, one row of NAMES each. A copied disk brings its machine-id along, so what
 * the board says counts too; what only root may read is left out, as this daemon cannot see it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/hardware.h"

#include <limits.h>
#include <stdlib.h>

#include "shared/base/buf.h"
#include "shared/base/crypt.h"
#include "shared/io/fs.h"

#define NAME_CAP 256

static const char SALT[] = "portiek-hardware-1"; /* no other program gets the same word */
static const char *const NAMES[] = {
	"etc/machine-id",
	"sys/class/dmi/id/product_name",
	"sys/class/dmi/id/board_name",
	"proc/device-tree/serial-number",
};

void hardware_hint_of(const char *root, const char *data_dir, char out[HEX32_TEXT])
{
	char path[PATH_CAP], whole[PATH_MAX];
	uint8_t hash[HASH_BYTES];
	bool known = false;
	BUF(text);

	buf_add(&text, SALT, sizeof SALT);
	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		size_t before = text.len;

		fs_join(path, root, NAMES[i]);
		if (fs_exists(path) && fs_read(path, NAME_CAP, &text))
			text.len = before; /* half a name is none */
		known = known || text.len > before;
		buf_add(&text, "", 1);
	}
	buf_str(&text, realpath(data_dir, whole) ? whole : data_dir);
	sha256(text.data, text.len, hash);
	hex_encode(hash, sizeof hash, out);
	if (!known)
		out[0] = '\0';
}

void hardware_hint(const char *data_dir, char out[HEX32_TEXT])
{
	hardware_hint_of("/", data_dir, out);
}
