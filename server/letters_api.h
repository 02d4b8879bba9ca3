/* Letters over HTTP: what a step would send, how a letter reads, what people decide about one that does
 * not leave by itself (R11, R20, R21, R41, R67).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LETTERS_API_H
#define SERVER_LETTERS_API_H

struct app;
struct request;
struct reply;

/* POST /api/v1/letters/NR/STEP {the fields of the step}: {"letters":[{"kind","why_label","to_label",
 * "address","lang","lang_label","subject","text","subject_nl","text_nl"}]}, exactly as the step would
 * send them now; *_nl only where the letter is not Dutch. A call that would be made instead has no
 * text. Nothing stays. Errors as those of the step. */
int letters_api_preview(struct app *app, const struct request *rq, struct reply *rp);

/* GET /api/v1/messages/N: {"id","nr","subject","text","lang","subject_nl","text_nl"} of one message.
 * ERR_GONE: what it said was forgotten when it left. */
int letters_api_get(struct app *app, const struct request *rq, struct reply *rp);

/* POST /api/v1/messages/N/ACT: retry, drop, paper, phone or bounced. ERR_CONFLICT: not any more. */
int letters_api_act(struct app *app, const struct request *rq, struct reply *rp);

#endif
