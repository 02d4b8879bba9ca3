/* The health report on a terminal.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/status.h"

#include <inttypes.h>

#include "firmware/app.h"
#include "firmware/health.h"

static void print_contact(const struct val *sync, FILE *out)
{
	char at[21] = "never";
	int64_t t = val_int_of(sync, "last_contact", 0);
	if (t)
		clock_rfc3339(t, at);
	fprintf(out, "last contact  %s%s%s\n", at,
		*val_str_of(sync, "last_error", "") ? ", last error " : "",
		val_str_of(sync, "last_error", ""));
}

static void print_lines(const struct val *v, FILE *out)
{
	const struct val *queue = val_get(v, "queue"), *versions = val_get(v, "versions");
	const struct val *device = val_get(v, "device");
	fprintf(out, "device        %s %s (%s)\n", val_str_of(device, "prefix", ""),
		val_str_of(device, "id", ""),
		val_bool_of(v, "enrolled", false) ? val_str_of(device, "state", "")
						  : "not enrolled");
	fprintf(out, "queue         %" PRId64 " unsent, oldest %" PRId64 " s, %" PRId64 " refused\n",
		val_int_of(queue, "pending", 0), val_int_of(queue, "oldest_s", 0),
		val_int_of(queue, "dead", 0));
	print_contact(val_get(v, "sync"), out);
	fprintf(out, "site          %s\n", val_str_of(versions, "site", ""));
	fprintf(out, "catalogue     %s\n", val_str_of(versions, "catalogue", ""));
	fprintf(out, "program       %s\n", val_str_of(versions, "program", ""));
	fprintf(out, "disk free     %" PRId64 " MiB\n", val_int_of(v, "disk_free", 0) >> 20);
}

int status_print(struct app *app, bool json, FILE *out)
{
	VAL(v) = health_report(app);
	BUF(text);
	if (!json) {
		print_lines(v, out);
		return OK;
	}
	val_print(v, &text);
	fprintf(out, "%s\n", buf_text(&text));
	return OK;
}
