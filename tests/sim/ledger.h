/* The ledger: what people were shown and what the machines must therefore hold.
 *
 * Shares nothing with the product: it reads replies as text, databases by sqlite3 calls of its own and
 * bodies by zlib. It is told what happened; it looks at disks through copies. What it finds wrong goes
 * to world_fail.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_LEDGER_H
#define TESTS_SIM_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct disk;

void ledger_reset(void);

/* A person pressed "send": id (36 characters) and the words. */
void ledger_tried(int machine, const char *id, const char *words);
/* The display said it is saved. */
void ledger_shown(const char *id, const char *receipt);
int ledger_shown_count(void);
/* A reply of central left: an acknowledgement is a promise. keyid: who asked, "device.number". */
void ledger_reply_left(const char *keyid, int status, const char *body, size_t len);

/* Excuses, told by the fault that makes them: central was put back to an older state; what a kiosk
 * holds alone may be gone. behind_safe: to a state older than its newest verified copy, so that what kiosks
 * dropped as safe may be gone, but named as a gap. */
void ledger_central_went_back(bool behind_safe);
bool ledger_has_central_gone_back(void);
void ledger_kiosk_went_back(int machine);
/* Both its copies are about to be damaged: what is lost with them must be named by its number. */
void ledger_kiosk_loses_both(int machine, const struct disk *d);
/* Its disk is put back to this image: what it took since is at central or nowhere, and it may be a second line. */
void ledger_kiosk_rolled_back(int machine, const struct disk *image);
/* This kiosk is enrolled anew: its reports have other numbers. */
void ledger_kiosk_moved(int machine);
/* This kiosk may drop what is acknowledged and old: its clock and its disk say so. */
void ledger_may_purge(int machine);
/* Central is about to be put back: which report has which number stays as it is. */
void ledger_note_numbers(const struct disk *central);

/* Who is revoked at central by now stays so. */
void ledger_note_revoked(const struct disk *central);

/* A machine starts after it was killed or lost power: does its disk hold what it must? */
void ledger_look_at_central(const struct disk *d);
void ledger_look_at_kiosk(int machine, const struct disk *d);
/* Everything came to rest. Disks by machine, NULL: it took no part. */
void ledger_audit(const struct disk *const disks[]);

#endif
