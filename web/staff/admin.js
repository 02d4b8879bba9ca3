/* Administration: its pages are read here, and every change is asked of central and read back.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask, get } from './api.js';
import { asApiError, noteFailure, noteSuccess } from './outcome.js';
import { reading } from './reading.js';
import * as s from './state.js';
import { say, word } from './words.js';

/** Pages and the doors behind them; what follows "?" is the page's own filter. @type {Record<string, () => string>} */
const DOORS = {
	users: () => 'users',
	rules: () => `sets/rules${versionAsked()}`,
	ladder: () => `sets/ladder${versionAsked()}`,
	fleet: () => 'devices',
	site: () => 'site',
	backups: () => 'backups',
	texts: () => 'texts',
	audit: () => `audit?${new URLSearchParams(Object.entries(s.auditFilter.value).filter(([, v]) => v))}`,
};

/** An earlier version is looked at by its number. */
function versionAsked() {
	return /^\d+$/.test(s.place.value.item) ? `/${s.place.value.item}` : '';
}

export const ADMIN_PAGES = Object.keys(DOORS);

/** @param {string} page @returns {import('./state.js').Loaded<any>} */
export function adminData(page) {
	return s.admin.value[page] ?? s.blank(null);
}

/** @param {string} page @param {Partial<import('./state.js').Loaded<any>>} change */
function set(page, change) {
	s.admin.value = { ...s.admin.value, [page]: { ...adminData(page), ...change } };
}

/** @param {string} page */
export function loadAdmin(page, { quiet = false } = {}) {
	if (!quiet) set(page, { state: adminData(page).data ? 'ready' : 'loading', error: '' });
	return reading(page, () => get(DOORS[page]?.() ?? page),
		(data) => set(page, { state: 'ready', data, error: '', stamp: Date.now() }),
		(refusal) => set(page, { state: adminData(page).data ? 'ready' : 'error', error: refusal.code }));
}

/** Older rows of the audit behind those shown. */
export async function loadOlder() {
	const { data } = adminData('audit');
	const last = data?.rows?.at(-1);
	if (!last || s.busy.value) return;
	s.busy.value = 'older';
	try {
		const more = await get(`${DOORS['audit']?.()}&before=${last.n}`);
		set('audit', { data: { ...more, rows: [...data.rows, ...more.rows] } });
	} catch (error) {
		noteFailure(asApiError(error));
	} finally {
		s.busy.value = '';
	}
}

/**
 * Ask for one change and read the page back; what is done is said when the page shows it. The answer, or null when it was refused: then the notice says why
 * and the field stands in s.refused as "form.field".
 * @param {string} page what must be read back @param {string} form @param {string} path @param {unknown} body @param {string} [done] what to say
 * @returns {Promise<any>}
 */
export async function change(page, form, path, body, done) {
	if (s.busy.value) return null;
	s.busy.value = form;
	s.refused.value = '';
	s.notice.value = null;
	try {
		const data = await ask('POST', path, body);
		noteSuccess();
		await loadAdmin(page, { quiet: true });
		if (done) s.notice.value = { kind: 'ok', text: done };
		return data;
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		if (refusal.field) s.refused.value = `${form}.${refusal.field}`;
		s.notice.value = { kind: 'error', text: word('admin.wrong', refusal.field, refusal.detail || word('error', refusal.code, say('error.other'))) };
		return null;
	} finally {
		s.busy.value = '';
	}
}

/** Role of who is logged in; central judges, this only spares a refusal. @param {...string} roles */
export function isOneOf(...roles) {
	return Boolean(s.me.value) && roles.includes((s.me.value && s.me.value.role) || '');
}
