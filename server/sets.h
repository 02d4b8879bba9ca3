/* Routing rules and escalation ladders as versions that people read, compare and put in force: both are
 * CSV files kept exactly as they came, so both are shown, judged and put back by the same code (D4, D5).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_SETS_H
#define SERVER_SETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/val.h"

struct app;
struct set_kind;

#define SET_CSV_CAP 262144 /* bytes of one file */

/* "rules" or "ladder"; NULL for another word. */
const struct set_kind *set_kind_find(const char *word);
const char *set_kind_word(const struct set_kind *k);
/* Version in force, 0 for none. */
int64_t set_newest(struct app *app, const struct set_kind *k);
/* The file of a version, appended. ERR_NOT_FOUND. */
int set_csv(struct app *app, const struct set_kind *k, int64_t version, struct buf *out) MUST_USE;

/* Every version, newest first: [{"version","added","who"}]. */
void set_put_versions(struct app *app, const struct set_kind *k, struct val *list);
/* The rows of a file in the order of their rank, for people: [{"line","rank","name",
 * "when":[{"label","value"}],"then":[{"label","value"}],"reason"}]. */
void set_put_rows(struct app *app, const struct set_kind *k, const char *csv, size_t len,
		  struct val *list);
/* What the reader of a file found, put into an array (ctx): {"line","text","why"}, text in Dutch, why as the
 * reader said it. */
void set_put_problem(void *ctx, int line, const char *why);
/* Judge a file as an import does; what is wrong, a row of set_put_problem each. Returns how much is. */
int set_judge(const struct set_kind *k, const char *csv, size_t len, struct val *list);
/* What another file changes: [{"what":"added|removed|changed","rank","name","cells":[{"label","before",
 * "after"}]}]; rows are the same when their name (rules) or rank (ladder) is. Returns how many. */
int set_put_changes(struct app *app, const struct set_kind *k, const struct buf *before,
		    const char *csv, size_t len, struct val *list);

/* Put a file in force that set_judge likes. seen: the version it was compared with.
 * ERR_STALE: another is in force by now; ERR_INPUT: it is not right; ERR_CONFLICT: it is the one in force.
 * In an event. */
int set_publish(struct app *app, const struct set_kind *k, const char *csv, size_t len, int64_t seen,
		const char *who, int64_t *ret_version) MUST_USE;
/* Put an earlier version in force again, as a new version. ERR_NOT_FOUND, and as above. */
int set_back(struct app *app, const struct set_kind *k, int64_t version, int64_t seen, const char *who,
	     int64_t *ret_version) MUST_USE;

/* What is wrong in a file, in Dutch: the sentence of the reader appended in words of its own; the same
 * sentence when there are none (server/set_words.c). */
void set_complaint(const char *english, struct buf *out);

#endif
