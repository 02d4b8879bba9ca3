/* Between the files of the device engine only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_SYNC_DEVICE_INSIDE_H
#define SHARED_SYNC_DEVICE_INSIDE_H

#include "shared/sync/device.h"

/* Sign and fill a request; body may be empty. Its flight is marked as under way. */
void device_sign(struct device *d, int slot, enum device_kind kind, const char *method,
		 const char *target, const char *type, struct device_request *ret);
/* The same under another key and name, counter 1 (enrolment). */
void device_sign_as(struct device *d, int slot, enum device_kind kind, const struct sign_key *key,
		    const char *keyid, int64_t counter, const char *method, const char *target,
		    const char *type, struct device_request *ret);
/* Is it central's reply to this flight? Its JSON text (scanned) into d->body. NULL: yes; else a
 * slug of why it says nothing. */
const char *device_verify(struct device *d, const struct device_flight *f,
			  const struct device_answer *a, const uint8_t server[PUBKEY_BYTES]);

/* Begin a batch in d->text. */
void device_batch_head(struct device *d);
bool device_batch_next(struct device *d, int64_t now, struct device_request *ret);
/* Take in a verified answer. false: it could not be kept, device_failed was called. */
bool device_batch_answer(struct device *d, struct device_flight *f);
/* What a reply says of the numbers in f, durably; judge: also what it says of central's memory. false: it could not
 * be kept, nothing was changed. ret_room: false when more items must wait than can wait apart. */
bool device_batch_take(struct device *d, struct device_flight *f, const struct wire_reply *r, bool judge, bool *ret_room);
/* The batch was not answered: its items wait again. */
void device_batch_lost(struct device *d, struct device_flight *f);
/* The whole batch was refused for what is in it. */
void device_batch_refused(struct device *d, struct device_flight *f, const char *code);

/* Items that wait apart: does this one still wait; wait longer (false: too many wait already);
 * forget; drop those gone meanwhile. */
bool device_resting(const struct device *d, int64_t seq, int64_t now);
bool device_rest_item(struct device *d, int64_t seq);
void device_forget_rest(struct device *d, int64_t seq);
void device_drop_rested(struct device *d, int64_t now);

/* Kinds of items (device_kind.c): of an item's text; does it wait; when does the first one end (INT64_MAX:
 * none); central took a batch; forget those whose pause is over. failed: an internal fault on this batch,
 * true when its kinds wait apart now. */
uint32_t device_kind_of(const char *text, size_t len);
bool device_kind_shut(const struct device *d, uint32_t kind, int64_t now);
int64_t device_kind_event(const struct device *d);
void device_kind_good(struct device *d, const struct device_flight *f);
void device_kind_drop(struct device *d, int64_t now);
bool device_kind_failed(struct device *d, const struct device_flight *f, const char *code);

bool device_news_next(struct device *d, struct device_request *ret);
/* Central could not give news for a reason of its own: leave it for a growing while. */
void device_news_failed(struct device *d);
bool device_changes_answer(struct device *d, struct device_flight *f);
bool device_site_answer(struct device *d, struct device_flight *f);
/* The site could not be had or kept: leave it for a while. */
void device_site_failed(struct device *d);

/* Files of others, handed in one by one (device_carry.c). */
bool device_carry_ready(const struct device *d);
bool device_carry_next(struct device *d, struct device_request *ret);
bool device_carry_answer(struct device *d, struct device_flight *f);
/* Central says that this is no such file. */
void device_carry_refused(struct device *d, const struct device_flight *f);

bool device_enrol_next(struct device *d, struct device_request *ret);
void device_hello_answer(struct device *d, const struct device_answer *a);
void device_enrol_answer(struct device *d);

/* Own C(seq), from the nearest one kept; inside a transaction, at most CHAIN_STEPS marks a call. */
#define CHAIN_STEPS 4096
enum own_chain { OWN_KNOWN, OWN_LATER /* call again: it got further */, OWN_NEVER /* a mark lacks */ };
enum own_chain device_chain_at(struct device *d, int64_t seq, uint8_t c[HASH_BYTES]);
/* The same beside what central says of it. ret_same: it is known here and equal. */
enum own_chain device_chain_compare(struct device *d, int64_t seq, const char *chain, bool *ret_same);

/* What a batch reply says about central's memory, in the transaction of the reply. */
void device_refill_judge(struct device *d, const struct device_flight *f, const struct wire_reply *r);
/* Queue a piece of what was lost again. true: that was this turn's work. */
bool device_refill_step(struct device *d);
bool device_refill_ready(const struct device *d, int64_t now);
bool device_refill_knocks(const struct device *d, int64_t now);
bool device_refill_next(struct device *d, int64_t now, struct device_request *ret);
bool device_chain_answer(struct device *d, struct device_flight *f);
/* true: the refusal of a question about the chain was dealt with. */
bool device_chain_refused(struct device *d, enum sync_fault fault, const char *code);
/* A new line of numbers begins: nothing is in doubt. */
void device_refill_reset(struct device *d);
/* Central said by another way than a batch that its epoch is another: an empty batch shall tell how far
 * it is, before that epoch is taken over. */
void device_refill_ask(struct device *d);
/* The line of numbers cannot go on under this identity. */
void device_refill_doubt(struct device *d, enum device_doubt why);
/* Begin to search. known, same: of C(hwm) of this reply; when it is our own, hwm is the last common number. */
void device_refill_begin(struct device *d, const struct wire_reply *r, enum own_chain known, bool same);
/* Changes of identity (device_identity.c): the request whose turn it is; a verified answer to it; what
 * a refusal means for who this device is (false: nothing); the answer to a hello after enrolment. */
bool device_turn_next(struct device *d, struct device_request *ret);
bool device_turn_answer(struct device *d, const struct device_flight *f);
bool device_turn_refused(struct device *d, const struct device_flight *f, enum sync_fault fault,
			 const char *code);
void device_keys_answer(struct device *d, const struct device_answer *a);
/* A reply nobody here can verify: signed by a newer server key? Then hello is asked at the next turn. */
void device_foreign_key(struct device *d, const struct device_answer *a);
/* Central knows two lines of this device: begin a new one under a new key. why: a slug for the log. */
void device_reincarnate_start(struct device *d, const char *why);
/* Members of a rotate, reincarnate and recover request, for fixed keys too. */
void device_key_write(struct buf *out, const char *keyid, const struct sign_key *next);
void device_recover_write(struct buf *out, const struct device_identity *id);
/* The key id this device signs with. */
void device_keyid(const struct device *d, char out[SIG_KEYID]);

/* The members every answer about an identity has. false: not right. */
bool device_read_identity(struct span reply, struct device_identity *id);

/* A refusal that was verified. */
void device_refusal(struct device *d, struct device_flight *f, enum sync_fault fault, const char *code);

void device_failed(struct device *d, const char *why);
void device_save_state(struct device *d, const char *state);
uint64_t device_chance(struct device *d);
int64_t device_mono(const struct device *d);
struct span device_reply(const struct device *d);

#endif
