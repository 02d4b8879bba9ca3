/* Reading and mending the register: one address, what is wrong, one party.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask, get, post } from './api.js';
import { asApiError, noteFailure } from './outcome.js';
import { reading } from './reading.js';
import * as s from './state.js';
import { say, word } from './words.js';

/**
 * @template T
 * @param {"home"|"party"} name @param {import('@preact/signals-core').Signal<import('./state.js').Loaded<T>>} into
 * @param {string} path @param {boolean} keep what is shown while it loads
 */
function load(name, into, path, keep) {
	if (!keep) into.value = { ...s.blank(/** @type {any} */ (null)), state: 'loading' };
	return reading(name, () => get(path),
		(data) => { into.value = { state: 'ready', data, error: '', stamp: Date.now() }; },
		(refusal) => { into.value = { ...into.value, state: into.value.data ? 'ready' : 'error', error: refusal.code }; });
}

/** Everything about one address. @param {string} key */
export function loadHome(key, { quiet = false } = {}) {
	return load('home', s.home, `dwellings/${encodeURIComponent(key)}`, quiet);
}

/** One party with its contracts and contacts. @param {string} key */
export function loadParty(key, { quiet = false } = {}) {
	return load('party', s.party, `register/parties/${encodeURIComponent(key)}`, quiet);
}

/** What is wrong in the register; more: the next page behind what is shown. */
export function loadFaults({ more = false, quiet = false } = {}) {
	const before = s.faults.value;
	if (!quiet && !more) s.faults.value = { ...before, state: before.stamp ? before.state : 'loading', error: '' };
	return reading('faults', () => get(`register/faults${more ? `?${new URLSearchParams({ after: before.data.next })}` : ''}`), (data) => {
		const faults = more ? [...before.data.faults, ...data.faults] : data.faults;
		s.faults.value = { state: 'ready', data: { ...data, faults }, error: '', stamp: Date.now() };
	}, (refusal) => { s.faults.value = { ...before, state: before.stamp ? 'ready' : 'error', error: refusal.code }; });
}

/** May whoever is logged in change the register? Central judges; this only spares a refusal. */
export function mayMend() {
	const role = s.me.value ? s.me.value.role : '';
	return role === 'manager' || role === 'admin';
}

/**
 * Save one form and read the truth back. true: saved.
 * @param {string} form its name, for the field that is refused @param {string} path @param {Record<string, unknown>} body
 * @param {() => Promise<unknown>} again what must be read back
 */
async function save(form, path, body, again) {
	if (s.busy.value) return false;
	s.busy.value = form;
	s.refused.value = '';
	try {
		await post(`register/${path}`, body);
		await Promise.all([again(), loadFaults({ quiet: true })]);
		s.notice.value = { kind: 'ok', text: say('mend.done') };
		return true;
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		if (refusal.field) s.refused.value = `${form}.${refusal.field}`;
		s.notice.value = { kind: 'error', text: refusal.field ? word('mend.refused', refusal.field, say('mend.refused.other'))
			: word('error', refusal.code, say('error.other')) };
		return false;
	} finally {
		s.busy.value = '';
	}
}

/** @param {string} form @param {"contracts"|"contacts"} path @param {Record<string, unknown>} row */
export function saveRow(form, path, row) {
	return save(form, path, row, () => loadParty(String(row.party), { quiet: true }));
}

/** @param {string} dwelling @param {string} provider @param {string} supplier */
export function saveHome(dwelling, provider, supplier) {
	return save('home', 'homes', { dwelling, provider, supplier }, () => loadHome(dwelling, { quiet: true }));
}

/** Parties an address or a list can name; asked for once. */
export async function loadRegisterParties() {
	if (s.parties.value.length) return;
	s.parties.value = (await ask('GET', 'parties').catch(() => ({}))).parties ?? [];
}
