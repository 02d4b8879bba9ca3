/* The sentence a person reads with an error: key "error.<slug>" of the messages of the site being
 * served, in the language of the request, else Dutch, else one built-in line with the number to
 * call. {phone} becomes the corporation's number.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SENTENCES_H
#define FIRMWARE_SENTENCES_H

#include <stddef.h>

struct app;
struct request;

/* For the HTTP room: copied into out, always something. */
void sentences_find(struct app *app, const struct request *rq, const char *slug, char *out,
		    size_t cap);

#endif
