/* What the generator reads: the catalogue folder, messages, templates, icons.
 *
 * The catalogue is kept as many small files so that a change to one room is a change to one file;
 * everything else wants it as the one document that shared/model/catalogue.h describes. This room
 * does the merging and nothing else: it does not judge content (catalogue_load and check do).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_SOURCE_H
#define WEB_SITE_SOURCE_H

#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/val.h"

#define SOURCE_WHY 300

/* Merge a catalogue folder into one document:
 *   catalogue.json       members copied: schema, version, languages, …
 *   home/<AREA>.json     -> "areas", in the order of catalogue.json's "areas" (list of codes) where
 *                           it has one, else by file name
 *   questions payers suspects emergencies dwelling_types .json -> the member of that name
 *   surroundings.json    -> "people" "things" "places"
 *   texts.<lang>.json    -> "texts".<lang> for every language named complete
 * The same folder always gives the same document, byte for byte when printed.
 * The caller frees *ret with val_free.
 * ERR_NOT_FOUND: a file is missing; ERR_INPUT: not JSON or not of the right shape; why says which
 * file and what. */
int source_catalogue(const char *dir, struct val **ret, char *why, size_t cap) MUST_USE;

/* Parse one JSON file; dir NULL: name is the whole path. Errors as above. */
int source_json(const char *dir, const char *name, struct val **ret, char *why, size_t cap) MUST_USE;

/* Names of the languages marked complete, in the order of the catalogue. Returns their number.
 * doc: merged document or catalogue.json. ret: at most max pointers into doc. */
int source_languages(const struct val *doc, const char **ret, int max);

#endif
