/* The register as kiosks need it: rows published to the feeds of their own complexes (R3, R6, R31).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_REGISTER_H
#define SERVER_REGISTER_H

#include "server/register_store.h"

struct app;
struct val;

/* Tell the kiosks of its complex about one object, one party. In an event. */
void register_publish_dwelling(struct app *app, const struct dwelling *d);
void register_publish_party(struct app *app, const struct party *p);
/* Take back an object stored in this very event. */
void register_withdraw(struct app *app, const char *key);
/* All of them again: after a catalogue whose dwelling types changed. */
void register_publish_all(struct app *app);

/* All parties again: what holds of them depends on the day. Objects say nothing that does. */
void register_publish_parties(struct app *app);

/* A party as the feed carries it. */
struct val *register_party(struct app *app, const struct party *p) MUST_USE;

/* Room codes of an object: its own, else those of its type, into a new array. */
struct val *register_rooms(struct app *app, const struct dwelling *d) MUST_USE;

/* {"key","kind","label","rooms"} as kiosks and phone desk show a rented object. */
struct val *register_unit(struct app *app, const struct dwelling *d) MUST_USE;

/* Does it look like a phone number, a mail address? "" does: nothing is not wrong. */
bool register_phone_good(const char *phone);
bool register_mail_good(const char *mail);

#endif
