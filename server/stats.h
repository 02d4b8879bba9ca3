/* Figures of an installation, from counter rows and bounded look-ups.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_STATS_H
#define SERVER_STATS_H

struct app;
struct val;

/* {"reports","waiting","cases","alarms","quarantine","devices","late","calls","db_bytes"} */
void stats_put(struct app *app, struct val *into);

#endif
