/* Reading from central: views, the open case, alarms, the other lists, addresses; and all of it
 * again when central says that something is newer.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ADMIN_PAGES, loadAdmin } from './admin.js';
import { get, post } from './api.js';
import { loadList } from './inbox.js';
import { asApiError, noteFailure } from './outcome.js';
import { reading } from './reading.js';
import { loadFaults, loadHome } from './register.js';
import { hrefOf } from './router.js';
import * as s from './state.js';

/** An answer that was overtaken by later typing is dropped. */
const turn = { lookup: 0 };
const wait = { lookup: 0, open: '' };

/** What is on screen stays there when central cannot be asked. */
const keep = () => {};

export function loadViews() {
	return reading('views', () => get('views'), (data) => {
		s.views.value = data.views ?? [];
		if (data.now) s.setClock(data.now);
		if (!s.place.value.view) location.replace(hrefOf(firstView()));
	}, keep);
}

/* Where each role begins its day; the others where the work is. */
const BEGINS = /** @type {Record<string, string>} */ ({ phone: 'addresses', leader: 'leader', planner: 'plan', caretaker: 'mine' });

/** Start where the work is: late first, else new, else everything. */
function firstView() {
	const own = BEGINS[(s.me.value && s.me.value.role) || ''];
	if (own) return own;
	const has = (/** @type {string} */ key) => s.views.value.find((v) => v.key === key);
	return (has('late')?.count ?? 0) > 0 ? 'late' : has('new') ? 'new' : has('all') ? 'all' : s.views.value[0]?.key ?? 'all';
}

/** Lists that are not the inbox: where in the answer their rows are. */
const TABLES = /** @type {Record<string, string>} */ ({
	tasks: 'tasks', notices: 'notices', calls: 'calls', exceptions: 'cases', quarantine: 'items', reception: 'items', outgoing: 'outgoing', devices: 'devices', alarms: 'alarms',
});

/** One of the lists that are not cases. @param {string} page */
export async function loadTable(page, { quiet = false } = {}) {
	const rowsIn = TABLES[page];
	if (!rowsIn) return;
	const before = s.tables.value[page] ?? s.blank([]);
	if (!quiet) s.tables.value = { ...s.tables.value, [page]: { ...before, state: 'loading', error: '' } };
	if (page === 'quarantine' && !s.tables.value['devices']) void loadTable('devices');
	return reading(`table ${page}`, () => get(page), (data) => {
		const rows = data[rowsIn] ?? [];
		if (page === 'outgoing') s.mailServer.value = data.mail_server !== false;
		if (page === 'alarms') s.alarms.value = rows;
		s.tables.value = { ...s.tables.value, [page]: { state: 'ready', data: rows, error: '', stamp: Date.now() } };
	}, (refusal) => {
		const state = before.state === 'ready' ? 'ready' : 'error';
		s.tables.value = { ...s.tables.value, [page]: { ...before, state, error: refusal.code } };
	});
}

export function loadAlarms() {
	return reading('alarms', () => get('alarms'), (data) => { s.alarms.value = data.alarms ?? []; }, keep);
}

/** @param {string} nr */
export function loadCase(nr, { quiet = false } = {}) {
	const before = s.open.value;
	if (!quiet) {
		const same = String(before.data?.nr ?? '') === nr;
		s.open.value = { ...(same ? before : s.blank(null)), state: 'loading', error: '' };
	}
	return reading('case', () => get(`cases/${encodeURIComponent(nr)}`), (data) => {
		s.open.value = { state: 'ready', data, error: '', stamp: Date.now() };
		if (!quiet) void markSeen(nr);
	}, (refusal) => { s.open.value = { ...s.open.value, state: s.open.value.data ? 'ready' : 'error', error: refusal.code }; });
}

export async function loadParties() {
	if (s.parties.value.length) return;
	s.parties.value = (await get('parties').catch(() => ({}))).parties ?? [];
}

/** Opening is reading. @param {string} nr */
async function markSeen(nr) {
	if (s.place.value.page === 'notices') void post(`notices/${encodeURIComponent(nr)}/seen`).catch(() => {});
	const row = s.list.value.data.rows.find((r) => String(r.nr) === nr);
	s.fresh.value = new Set([...s.fresh.value].filter((n) => String(n) !== nr));
	if (row && !row.unread) return;
	try {
		await post(`cases/${encodeURIComponent(nr)}/see`);
		if (!row) return;
		const rows = s.list.value.data.rows.map((r) => (r === row ? { ...r, unread: false } : r));
		s.list.value = { ...s.list.value, data: { ...s.list.value.data, rows } };
	} catch { /* it stays unread: harmless, and central has the last word */ }
}

/** Read again what is on screen, without flicker. */
export async function refresh() {
	const { page, item } = s.place.value;
	const jobs = [loadViews(), loadAlarms()];
	if (page === 'cases') jobs.push(loadList({ quiet: s.list.value.state === 'ready' }));
	else if (['addresses', 'intake'].includes(page)) jobs.push(...(item && s.home.value.data ? [loadHome(item, { quiet: true })] : []));
	else if (page === 'register') jobs.push(loadFaults({ quiet: true }));
	else if (page === 'devices' && item) jobs.push(loadAdmin('fleet', { quiet: true }), loadTable(page, { quiet: true }));
	else if (ADMIN_PAGES.includes(page)) jobs.push(loadAdmin(page, { quiet: true }));
	else if (!['persons', 'figures', 'phrases', 'whatif'].includes(page)) jobs.push(loadTable(page, { quiet: s.tables.value[page]?.state === 'ready' }));
	if (item && !['addresses', 'intake', 'register', 'figures', 'devices', ...ADMIN_PAGES].includes(page) && /^\d+$/.test(item) && s.open.value.data) jobs.push(loadCase(item, { quiet: true }));
	await Promise.all(jobs);
}

/** As the phone desk types. @param {string} q */
export function findAddress(q) {
	const mine = ++turn.lookup;
	wait.open = '';
	s.lookup.value = { ...s.lookup.value, q, ...(q.trim() ? { state: 'loading' } : { state: 'idle', rows: [] }), error: '' };
	clearTimeout(wait.lookup);
	if (!q.trim()) return;
	wait.lookup = window.setTimeout(async () => {
		try {
			const data = await get(`dwellings?${new URLSearchParams({ q: q.trim() })}`);
			if (mine !== turn.lookup) return;
			s.lookup.value = { q, state: 'ready', rows: data.dwellings ?? [], error: '' };
			if (wait.open) openFirst(wait.open);
		} catch (error) {
			const refusal = asApiError(error);
			noteFailure(refusal);
			if (mine === turn.lookup) s.lookup.value = { ...s.lookup.value, state: 'error', error: refusal.code };
		}
	}, 60);
}

/** Enter in the search: the first answer, as soon as it is there. @param {string} page that opens it */
export function openFirst(page = 'addresses') {
	const { state, rows } = s.lookup.value;
	wait.open = state === 'loading' ? page : '';
	if (state !== 'ready' || !rows[0]) return;
	const href = hrefOf(page, rows[0].key);
	if (location.hash === href) document.getElementById('case-title')?.focus(); /* open already */
	else location.hash = href;
}
