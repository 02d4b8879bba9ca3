/* import-batch: batches that a kiosk wrote onto a stick (D11).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdbool.h>

#include "server/app.h"
#include "server/command.h"
#include "server/sync_routes.h"
#include "shared/base/err.h"

int carry_verb_import(struct job *job)
{
	bool opened = !job->app->desk;
	int err = opened ? app_open_desk(job->app) : OK;

	if (!err)
		err = sync_carry(job->app->desk, job->input, job->input_len, job->out);
	if (opened) {
		sync_desk_free(job->app->desk);
		job->app->desk = NULL;
	}
	if (err == ERR_INPUT)
		buf_str(job->out, "this is not a batch that a kiosk of this central wrote\n");
	return err;
}
