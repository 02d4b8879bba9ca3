/* Names and order of the spool's files; between the files of the spool and its rebuild only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SPOOL_FILES_H
#define FIRMWARE_SPOOL_FILES_H

#include <stdint.h>

#include "firmware/spool_record.h"
#include "shared/io/fs.h"

#define SPOOL_FILE_CAP (64u << 20) /* a longer file is none of ours */
#define SPOOL_ITEMS 's'
#define SPOOL_MARKS 'm'

/* DIR/spool. */
void spool_folder(const char *data_dir, char out[PATH_CAP]);
/* folder/sNNNNNNNN.seg */
void spool_path(const char *folder, char series, int64_t number, char out[PATH_CAP]);
/* The number in a name of this series, 0 for another name. */
int64_t spool_number(const char *name, char series);
/* Call fn for each file of a series, oldest first, until it returns non-zero. ERR_NOT_FOUND: no folder. */
int spool_each_file(const char *folder, char series, int (*fn)(void *ctx, int64_t number), void *ctx) MUST_USE;
/* Lowest and highest number of a series, 0 and 0 for none. */
void spool_bounds(const char *folder, char series, int64_t *ret_first, int64_t *ret_last);
/* Remember how it was left: "closed", or the boot of the machine that has it open. Only when it says
 * something else; that it cannot be written is logged. */
void spool_mark(const char *folder, const char *word);
/* Highest item number in the newest file that holds any, 0 for none. */
int64_t spool_last(const char *folder);

#endif
