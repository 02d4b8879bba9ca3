/* "Wat als": a changed ladder or changed rules, tried on cases of before (D4, D5). The file is read here and
 * sent as text; nothing is kept but in this page.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask as askCentral, PATIENT } from './api.js';
import { asApiError, noteFailure, noteSuccess } from './outcome.js';
import { hrefOf } from './router.js';
import * as s from './state.js';
import { say, word } from './words.js';

/** @typedef {"ladder"|"rules"} Kind */

const CSV_MOST = 256 * 1024;
const ITEMS = /** @type {Record<Kind, string>} */ ({ ladder: 'termijnen', rules: 'routering' });

/** What the address says is tried. @param {string} item @returns {Kind} */
export function kindOf(item) {
	return item === ITEMS.rules ? 'rules' : 'ladder';
}

/** @param {Kind} kind */
export function whatIfHref(kind) {
	return hrefOf('whatif', ITEMS[kind]);
}

/** @param {Kind} kind @param {Partial<import('./types/sets.js').WhatIf>} change */
export function change(kind, change) {
	s.whatIf.value = { ...s.whatIf.value, [kind]: { ...s.whatIf.value[kind], ...change } };
}

/** From another page: try this text. @param {Kind} kind @param {string} csv */
export function tryOut(kind, csv) {
	change(kind, { csv, name: '', state: 'idle', error: '', field: '', found: null });
	location.hash = whatIfHref(kind);
}

/** @param {Kind} kind @param {File|undefined} file */
export async function readFile(kind, file) {
	if (!file) return;
	if (file.size > CSV_MOST) refuse(kind, 'csv', say('whatif.wrong.size'));
	else change(kind, { csv: await file.text(), name: file.name, error: '', field: '', state: 'idle' });
}

/** @param {Kind} kind @param {string} field @param {string} error */
function refuse(kind, field, error) {
	change(kind, { state: 'error', field, error });
	requestAnimationFrame(() => document.getElementById(field ? `whatif-${field}` : 'whatif-error')?.focus());
}

/** @param {Kind} kind */
export async function ask(kind) {
	const { csv, from, to, state } = s.whatIf.value[kind];
	if (state === 'asking') return;
	if (!csv.trim()) return refuse(kind, 'csv', say('whatif.wrong.csv'));
	if (new TextEncoder().encode(csv).length > CSV_MOST) return refuse(kind, 'csv', say('whatif.wrong.size'));
	change(kind, { state: 'asking', error: '', field: '' });
	try {
		const found = await askCentral('POST', `${kind}/simulate`, { csv, from, to }, undefined, PATIENT);
		noteSuccess();
		change(kind, { state: 'ready', found });
		requestAnimationFrame(() => document.getElementById('whatif-outcome')?.focus());
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		refuse(kind, refusal.field, word('whatif.wrong', refusal.field, refusal.detail || word('error', refusal.code, say('error.other'))));
	}
}
