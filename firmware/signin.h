/* The session API: sign in with tenant number and code, ask who is signed in, sign out.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SIGNIN_H
#define FIRMWARE_SIGNIN_H

#include "shared/base/err.h"
#include "shared/base/val.h"

struct app;
struct reply;
struct request;

/* Derive index and key and open the directory record; slow (Argon2id), touches nothing but its
 * arguments. Filled by signin_prepare in the loop thread, finished by signin_open there. */
struct signin_try {
	char number[48];
	char code[16];       /* normalised Crockford characters */
	uint8_t salt[16];
	uint64_t passes;
	size_t memory;
	uint8_t out[64];     /* index | key */
	int err;
};

/* Read number, code and the directory's parameters. ERR_INPUT with field; ERR_SETUP: this kiosk
 * has no directory. */
int signin_prepare(struct app *app, const struct val *body, struct signin_try *ret,
		   const char **ret_field) MUST_USE;
/* The slow part, for the worker thread. */
void signin_derive(void *try);
/* The record of a derived try; the caller owns it. ERR_CREDENTIALS: no such number and code. */
int signin_open(struct app *app, const struct signin_try *try, struct val **ret) MUST_USE;

int signin_get(struct app *app, const struct request *rq, struct reply *rp);
int signin_post(struct app *app, const struct request *rq, struct reply *rp);
int signin_delete(struct app *app, const struct request *rq, struct reply *rp);

#endif
