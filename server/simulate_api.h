/* "What if" for the staff app: POST /api/v1/ladder/simulate and /api/v1/rules/simulate (D4, D5).
 *
 * Body {"csv", "from", "to"}: the changed file as text, two civil dates ("" = the usual, a year until
 * today). The answer is that of server/ladder_sim.h or server/rules_sim.h; of a file that is wrong only
 * its "problems". Read beside the loop, so nobody waits for it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_SIMULATE_API_H
#define SERVER_SIMULATE_API_H

struct app;
struct reply;
struct request;

#define SIMULATE_BODY_CAP (512 * 1024) /* of the request around a file of SET_CSV_CAP */

int simulate_api_ladder(struct app *app, const struct request *rq, struct reply *rp);
int simulate_api_rules(struct app *app, const struct request *rq, struct reply *rp);

#endif
