/* What the world may ask of the two daemons. Each side is linked with its daemon into one object whose
 * other names are hidden, because both daemons have a struct app and an app_open.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_SIDES_H
#define TESTS_SIM_SIDES_H

#include <stdbool.h>
#include <stddef.h>

/* ---- central (central.c) --------------------------------------------------------------------- */

/* Make an installation in dir: rules, catalogue, a register of one complex. 0: done. */
int simc_init(const char *dir);
/* `serve`, until it is stopped. Inside a machine. */
int simc_serve(const char *dir);
/* `restore` with a copy, by hand. 0: done. Inside a machine that does not serve. */
int simc_restore(const char *dir, const char *file);
/* A code for one kiosk, inside a running serve. */
void simc_code(char code[32]);
/* A command of an administrator inside a running serve: "device revoke", … with one more word ("").
 * What it said is lost. 0 or more: done. */
int simc_command(const char *verb, const char *word);
/* The secret half of central's intake key, for the ledger in a run with real crypto. */
void simc_intake_secret(unsigned char out[32]);

/* ---- a kiosk (kiosk.c) ------------------------------------------------------------------------- */

/* `enrol` with a code. 0: done; SIMK_WAITS: enrolled, and it says that an administrator must approve it first.
 * Inside a machine. */
#define SIMK_WAITS 1
int simk_enrol(const char *dir, const char *origin, const char *code);
int simk_serve(const char *dir);
/* `rotate-key` beside a running serve, by the file that asks it. Inside a machine. 0: asked. */
int simk_rotate(const char *dir);

#endif
