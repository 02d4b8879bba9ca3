/* A file of rules or deadlines that somebody considers: judged by central, kept here until it is dropped or
 * put in force.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { post } from './api.js';
import { asApiError, noteFailure, noteSuccess } from './outcome.js';
import * as s from './state.js';
import { say, word } from './words.js';

export function dropSet() {
	s.setDraft.value = null;
	s.confirming.value = '';
}

/** @param {string} page rules or ladder @param {File} file */
export async function checkSet(page, file) {
	if (s.busy.value) return;
	dropSet();
	s.busy.value = 'check';
	s.notice.value = null;
	try {
		const csv = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
		const said = await post(`sets/check/${page}`, { csv });
		noteSuccess();
		s.setDraft.value = { page, file: file.name, csv, version: said.version, problems: said.problems ?? [], changes: said.changes ?? [] };
	} catch (error) {
		if (error instanceof TypeError) {
			s.setDraft.value = { page, file: file.name, csv: '', version: 0, problems: [{ line: 0, text: say('sets.utf8') }], changes: [] };
			return;
		}
		const refusal = asApiError(error);
		noteFailure(refusal);
		s.notice.value = { kind: 'error', text: word('admin.wrong', refusal.field, refusal.detail || word('error', refusal.code, say('error.other'))) };
	} finally {
		s.busy.value = '';
	}
}
