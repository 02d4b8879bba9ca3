/* The health report on a terminal.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/status.h"

#include <inttypes.h>
#include <string.h>

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

static void print_copies(const struct val *copies, FILE *out)
{
	const struct val *rebuilt = val_get(copies, "rebuilt");
	char at[21];
	fprintf(out, "second copy   %" PRId64 " files, %" PRId64 " KiB, %" PRId64 " reports behind\n",
		val_int_of(copies, "files", 0), val_int_of(copies, "bytes", 0) >> 10,
		val_int_of(copies, "behind", 0));
	if (!val_int_of(rebuilt, "t", 0))
		return;
	clock_rfc3339(val_int_of(rebuilt, "t", 0), at);
	fprintf(out, "made anew     %s (%s): %" PRId64 " reports, %" PRId64 " lost%s%s\n", at,
		val_str_of(rebuilt, "why", ""), val_int_of(rebuilt, "items", 0), val_int_of(rebuilt, "lost", 0),
		*val_str_of(rebuilt, "lost_numbers", "") ? ": numbers " : "", val_str_of(rebuilt, "lost_numbers", ""));
	if (*val_str_of(rebuilt, "aside", ""))
		fprintf(out, "set aside     %s\n", val_str_of(rebuilt, "aside", ""));
}

static void print_lines(const struct val *v, FILE *out)
{
	const struct val *queue = val_get(v, "queue"), *versions = val_get(v, "versions");
	const struct val *device = val_get(v, "device"), *marks = val_get(v, "marks");
	fprintf(out, "device        %s %s (%s)\n", val_str_of(device, "prefix", ""),
		val_str_of(device, "id", ""),
		val_bool_of(v, "enrolled", false) ? val_str_of(device, "state", "")
						  : "not enrolled");
	fprintf(out, "queue         %" PRId64 " unsent, oldest %" PRId64 " s, %" PRId64 " refused\n",
		val_int_of(queue, "pending", 0), val_int_of(queue, "oldest_s", 0),
		val_int_of(queue, "dead", 0));
	fprintf(out, "delivered     %" PRId64 " of %" PRId64 ", %" PRId64 " safe in a backup there, %" PRId64 " going again\n",
		val_int_of(marks, "acked", 0), val_int_of(marks, "last", 0),
		val_int_of(marks, "safe_hwm", 0), val_int_of(queue, "again", 0));
	print_contact(val_get(v, "sync"), out);
	fprintf(out, "site          %s\n", val_str_of(versions, "site", ""));
	fprintf(out, "catalogue     %s\n", val_str_of(versions, "catalogue", ""));
	fprintf(out, "program       %s\n", val_str_of(versions, "program", ""));
	fprintf(out, "disk free     %" PRId64 " MiB%s\n", val_int_of(v, "disk_free", 0) >> 20,
		strcmp(val_str_of(v, "disk", "ok"), "ok") ? ", nothing can be saved" : "");
	print_copies(val_get(v, "copies"), out);
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
