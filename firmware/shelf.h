/* The catalogues reports are judged by: the current one and the one before, loaded when first
 * asked for and kept by version. Only Dutch is loaded: the pages carry the other languages.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SHELF_H
#define FIRMWARE_SHELF_H

#include "shared/base/err.h"
#include "shared/model/catalogue.h"

struct catalogue_shelf;
struct db;

struct catalogue_shelf *shelf_new(struct db *db) MUST_USE;
void shelf_free(struct catalogue_shelf *s);

/* The catalogue of a version; version "" means the current one. Valid until the next call.
 * ERR_SETUP: no catalogue here yet; ERR_CATALOGUE: neither the current nor the previous one. */
int shelf_get(struct catalogue_shelf *s, const char *version, const struct catalogue **ret) MUST_USE;

#endif
