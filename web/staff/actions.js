/* Everything the page does: load, open, log in and out, accept, log a call. Each act asks central,
 * then reads back what central made of it; nothing on screen is changed on hope.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { batch } from '@preact/signals-core';
import { ApiError, get, holdCsrf, post } from './api.js';
import { hrefOf, placeOf } from './router.js';
import * as s from './state.js';
import { count, say, word } from './words.js';

/** @typedef {import('./types.js').Row} Row */

const LIMIT = 100;
/** Sequence numbers: an answer that was overtaken by a later question is dropped. */
const turn = { list: 0, open: 0, lookup: 0, newest: 0 };

/** @param {unknown} error @returns {ApiError} */
function asApiError(error) {
	return error instanceof ApiError ? error : new ApiError(0, 'bug', String(error));
}

/** What every refusal means for the page as a whole. @param {ApiError} error */
function noteFailure(error) {
	if (error.status === 401 && s.me.value) {
		s.me.value = false;
		s.login.value = { busy: false, error: '', retry: 0, expired: true };
	}
	if (error.code === 'offline') s.line.value = { ...s.line.value, http: false };
}

function noteSuccess() {
	s.line.value = { ...s.line.value, http: true, stamp: Date.now() };
}

/* ---- log-in ---- */

export async function start() {
	s.place.value = placeOf(location.hash);
	try {
		welcome(await get('me'));
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		s.me.value = false;
		if (refusal.code === 'offline') s.login.value = { ...s.login.value, error: 'offline' };
	}
}

/** @param {any} who */
function welcome(who) {
	holdCsrf(who.csrf ?? '');
	batch(() => {
		s.me.value = who;
		if (who.corporation) s.corporation.value = who.corporation;
		s.login.value = { busy: false, error: '', retry: 0, expired: false };
	});
}

/** @param {string} name @param {string} password */
export async function logIn(name, password) {
	s.login.value = { ...s.login.value, busy: true, error: '' };
	try {
		welcome(await post('login', { name, password }));
		return true;
	} catch (error) {
		const { code, retry } = asApiError(error);
		s.login.value = { ...s.login.value, busy: false, error: code, retry };
		return false;
	}
}

export async function logOut() {
	await post('logout').catch(() => null);
	batch(() => {
		s.me.value = false;
		s.list.value = s.blank({ rows: [], more: false });
		s.tables.value = {};
		s.open.value = s.blank(null);
		s.alarms.value = [];
	});
	location.hash = '';
}

/** Whose office this is: the pages of the phone desk know. */
export async function loadCorporation() {
	if (s.corporation.value) return;
	const data = await get('../../melden/api/v1/kiosk').catch(() => null);
	s.corporation.value = String(data?.corporation?.name ?? '');
}

/* ---- loading ---- */

export async function loadViews() {
	try {
		const data = await get('views');
		noteSuccess();
		s.views.value = data.views ?? [];
		if (data.now) s.setClock(data.now);
		if (!s.place.value.view) location.replace(hrefOf(firstView()));
	} catch (error) {
		noteFailure(asApiError(error));
	}
}

/** Start where the work is: late first, else new, else everything. */
function firstView() {
	const has = (/** @type {string} */ key) => s.views.value.find((v) => v.key === key);
	return (has('late')?.count ?? 0) > 0 ? 'late' : has('new') ? 'new' : has('all') ? 'all' : s.views.value[0]?.key ?? 'all';
}

/** The list of cases for the present place; keeps the old rows on screen meanwhile. */
export async function loadList({ quiet = false } = {}) {
	const { view } = s.place.value;
	if (!view) return;
	const mine = ++turn.list;
	const before = s.list.value;
	if (!quiet) s.list.value = { ...before, state: 'loading', error: '' };
	try {
		const data = await get(`cases?${listQuery(view)}`);
		if (mine !== turn.list) return;
		noteSuccess();
		const searching = Boolean(s.filter.value.q);
		const page = searching ? data.cases ?? [] : [...(data.cases ?? [])].sort(byUrgencyOfTime);
		const rows = withOpenRow(data.more ? withTail(page, before.data.rows) : page, before.data.rows);
		if (quiet && !searching) announce(before.data.rows, rows);
		const more = Boolean(data.more) && (before.data.more || rows.length <= page.length);
		s.list.value = { state: 'ready', data: { rows, more }, error: '', stamp: Date.now() };
		if (quiet && !searching && data.more) void fetchArrived(rows, data.newest ?? 0, turn.newest);
		turn.newest = data.newest ?? 0;
	} catch (error) {
		if (mine !== turn.list) return;
		const refusal = asApiError(error);
		noteFailure(refusal);
		s.list.value = { ...before, state: before.state === 'ready' ? 'ready' : 'error', error: refusal.code };
	}
}

/** @param {string} view @param {number} [after] nr of the last row of the page before */
function listQuery(view, after) {
	const ask = new URLSearchParams({ view, limit: String(after ? 2 * LIMIT : LIMIT) });
	if (s.filter.value.q) ask.set('q', s.filter.value.q);
	if (after) ask.set('after', String(after));
	return ask.toString();
}

/** The next page below what is on screen. */
export async function loadMore() {
	const mine = ++turn.list;
	const { data } = s.list.value;
	try {
		const more = await get(`cases?${listQuery(s.place.value.view, data.rows.at(-1)?.nr)}`);
		if (mine !== turn.list) return;
		noteSuccess();
		const known = new Set(data.rows.map((row) => row.nr));
		const rows = [...data.rows, ...(more.cases ?? []).filter((/** @type {Row} */ row) => !known.has(row.nr))].sort(byUrgencyOfTime);
		s.list.value = { ...s.list.value, data: { rows, more: Boolean(more.more) } };
	} catch (error) {
		noteFailure(asApiError(error));
		s.list.value = { ...s.list.value, error: asApiError(error).code };
	}
}

/** Late first (the latest of all on top), then by deadline, then what has none by capture.
 * @param {Row} a @param {Row} b */
function byUrgencyOfTime(a, b) {
	return (a.due ?? Infinity) - (b.due ?? Infinity) || (b.captured ?? 0) - (a.captured ?? 0) || b.nr - a.nr;
}

/** Pages loaded by "more" stay on screen below the fresh first page. @param {Row[]} page @param {Row[]} before */
function withTail(page, before) {
	const last = page.at(-1);
	if (s.filter.value.q || !last || before.length <= page.length) return page;
	const known = new Set(page.map((row) => row.nr));
	return [...page, ...before.filter((row) => !known.has(row.nr) && byUrgencyOfTime(row, last) > 0)];
}

/** A case that is being read does not jump out of the list because it was read ("Nieuw").
 * @param {Row[]} rows @param {Row[]} before */
function withOpenRow(rows, before) {
	const { item } = s.place.value;
	if (!item || s.filter.value.q || rows.some((row) => String(row.nr) === item)) return rows;
	const kept = before.find((row) => String(row.nr) === item);
	return kept ? [...rows, { ...kept, unread: false }].sort(byUrgencyOfTime) : rows;
}

/** Say and mark what came in since. @param {Row[]} before @param {Row[]} after */
function announce(before, after) {
	const known = new Set(before.map((row) => row.nr));
	const came = after.filter((row) => !known.has(row.nr));
	if (!came.length) return;
	s.fresh.value = new Set([...s.fresh.value, ...came.map((row) => row.nr)]);
	speak(came);
}

/** One sentence for a screen reader, said again even when it is the same. @param {Row[]} came */
function speak(came) {
	const first = /** @type {Row} */ (came[0]);
	const text = came.length > 1 ? count('live.many', came.length)
		: say('live.one', { urgency: word('urgency', first.urgency), subject: first.subject ?? '', address: first.address ?? '' });
	s.heard.value = '';
	setTimeout(() => { s.heard.value = text; }, 60);
}

/* Which cases a view holds, for those that came in behind the pages on screen. */
const HOLDS = /** @type {Record<string, (row: Row) => boolean>} */ ({
	new: (row) => row.state === 'new', urgent: (row) => row.urgency === 'urgent' || row.urgency === 'emergency', all: () => true,
});

/** In a long list a new case has its place beyond what is loaded: show it above, so that nothing comes in unseen.
 * @param {Row[]} rows on screen @param {number} newest @param {number} before newest that was known */
async function fetchArrived(rows, newest, before) {
	const holds = HOLDS[s.place.value.view];
	if (!holds || !before || newest <= before) return;
	const known = new Set([...rows, ...s.arrived.value].map((row) => row.nr));
	const wanted = Array.from({ length: Math.min(5, newest - before) }, (_, i) => newest - i).filter((nr) => !known.has(nr));
	/** @type {Row[]} */
	const found = [];
	for (const nr of wanted) {
		const data = await get(`cases?${new URLSearchParams({ view: 'all', q: String(nr), limit: '5' })}`).catch(() => ({}));
		found.push(...(data.cases ?? []).filter((/** @type {Row} */ row) => row.nr === nr && holds(row)));
	}
	if (!found.length) return;
	s.arrived.value = [...found, ...s.arrived.value].slice(0, 5);
	s.fresh.value = new Set([...s.fresh.value, ...found.map((row) => row.nr)]);
	speak(found);
}

/** Lists that are not the inbox: where in the answer their rows are. */
const TABLES = /** @type {Record<string, string>} */ ({
	calls: 'calls', exceptions: 'cases', quarantine: 'items', outgoing: 'outgoing', devices: 'devices', alarms: 'alarms',
});

/** One of the lists that are not cases. @param {string} page */
export async function loadTable(page, { quiet = false } = {}) {
	if (!TABLES[page]) return;
	const before = s.tables.value[page] ?? s.blank([]);
	if (!quiet) s.tables.value = { ...s.tables.value, [page]: { ...before, state: 'loading', error: '' } };
	if (page === 'quarantine' && !s.tables.value['devices']) void loadTable('devices');
	try {
		const data = await get(page);
		noteSuccess();
		const rows = data[TABLES[page] ?? ''] ?? [];
		if (page === 'outgoing') s.mailServer.value = data.mail_server !== false;
		if (page === 'alarms') s.alarms.value = rows;
		s.tables.value = { ...s.tables.value, [page]: { state: 'ready', data: rows, error: '', stamp: Date.now() } };
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		const state = before.state === 'ready' ? 'ready' : 'error';
		s.tables.value = { ...s.tables.value, [page]: { ...before, state, error: refusal.code } };
	}
}

export async function loadAlarms() {
	try {
		s.alarms.value = (await get('alarms')).alarms ?? [];
	} catch (error) {
		noteFailure(asApiError(error));
	}
}

/** @param {string} nr */
export async function loadCase(nr, { quiet = false } = {}) {
	const mine = ++turn.open;
	const before = s.open.value;
	if (!quiet) {
		const same = String(before.data?.nr ?? '') === nr;
		s.open.value = { ...(same ? before : s.blank(null)), state: 'loading', error: '' };
	}
	try {
		const data = await get(`cases/${encodeURIComponent(nr)}`);
		if (mine !== turn.open) return;
		noteSuccess();
		s.open.value = { state: 'ready', data, error: '', stamp: Date.now() };
		if (!quiet) void markSeen(nr);
		if (data.state === 'exception') void loadParties();
	} catch (error) {
		if (mine !== turn.open) return;
		const refusal = asApiError(error);
		noteFailure(refusal);
		s.open.value = { ...s.open.value, state: s.open.value.data ? 'ready' : 'error', error: refusal.code };
	}
}

async function loadParties() {
	if (s.parties.value.length) return;
	s.parties.value = (await get('parties').catch(() => ({}))).parties ?? [];
}

/** Opening is reading. @param {string} nr */
async function markSeen(nr) {
	const row = s.list.value.data.rows.find((r) => String(r.nr) === nr);
	s.fresh.value = new Set([...s.fresh.value].filter((n) => String(n) !== nr));
	if (row && !row.unread) return;
	try {
		await post(`cases/${encodeURIComponent(nr)}/seen`);
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
	else jobs.push(loadTable(page, { quiet: s.tables.value[page]?.state === 'ready' }));
	if (item && /^\d+$/.test(item) && s.open.value.data) jobs.push(loadCase(item, { quiet: true }));
	await Promise.all(jobs);
}

/* ---- going places ---- */

/** The hash changed. */
export function arrive() {
	const before = s.place.value;
	const after = placeOf(location.hash);
	batch(() => {
		s.place.value = after;
		s.drawer.value = false;
		if (after.view !== before.view) {
			s.filter.value = { q: '', urgency: '', channel: '', unread: false };
			s.list.value = s.blank({ rows: [], more: false });
			s.fresh.value = new Set();
			s.arrived.value = [];
			turn.newest = 0;
		}
		if (after.item !== before.item || after.page !== before.page) s.notice.value = null;
	});
	if (!s.me.value) return;
	if (!after.view) void loadViews();
	else if (after.view !== before.view) void (after.page === 'cases' ? loadList() : loadTable(after.page));
	openItem(after);
}

/** @param {{ page: string, item: string }} at */
export function openItem(at) {
	if (!at.item || ['quarantine', 'alarms', 'devices', 'addresses'].includes(at.page)) s.open.value = s.blank(null);
	else if (String(s.open.value.data?.nr ?? '') !== at.item) void loadCase(at.item);
}

/** @param {Partial<{ q: string, urgency: string, channel: string, unread: boolean }>} change */
export function setFilter(change) {
	s.filter.value = { ...s.filter.value, ...change };
	if (change.q === undefined) return void loadEnough();
	clearTimeout(wait.search);
	wait.search = window.setTimeout(() => void loadList({ quiet: true }), 200);
}

const wait = { search: 0, lookup: 0 };

/** As the phone desk types. @param {string} q */
export function findAddress(q) {
	const mine = ++turn.lookup;
	s.lookup.value = { ...s.lookup.value, q, ...(q.trim() ? { state: 'loading' } : { state: 'idle', rows: [] }), error: '' };
	clearTimeout(wait.lookup);
	if (!q.trim()) return;
	wait.lookup = window.setTimeout(async () => {
		try {
			const data = await get(`dwellings?${new URLSearchParams({ q: q.trim() })}`);
			if (mine === turn.lookup) s.lookup.value = { q, state: 'ready', rows: data.dwellings ?? [], error: '' };
		} catch (error) {
			const refusal = asApiError(error);
			noteFailure(refusal);
			if (mine === turn.lookup) s.lookup.value = { ...s.lookup.value, state: 'error', error: refusal.code };
		}
	}, 120);
}

/** A filter looks at what is loaded: load on, within reason, until it fills the screen. */
async function loadEnough() {
	for (let pages = 0; pages < 10 && s.list.value.data.more && s.shown.value.length < LIMIT / 2; pages += 1) await loadMore();
}

/* ---- acts ---- */

/**
 * One act on central: busy mark, result in words, and the truth read back.
 * @param {string} name @param {() => Promise<unknown>} act @param {string} done key of the sentence
 * @param {Record<string, string>} [holes]
 */
async function perform(name, act, done, holes) {
	if (s.busy.value) return false;
	s.busy.value = name;
	try {
		await act();
		s.notice.value = { kind: 'ok', text: say(done, holes) };
		return true;
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		const kind = refusal.status === 409 ? 'conflict' : 'error';
		s.notice.value = { kind, text: refusal.detail || word('error', refusal.code, say('error.other')) };
		return false;
	} finally {
		s.busy.value = '';
		void refresh();
	}
}

/** @param {string|number} id @param {string} label */
export function acceptAlarm(id, label) {
	return perform(`alarm-${id}`, () => post(`alarms/${encodeURIComponent(String(id))}/accept`), 'alarm.done', { label });
}

/** @param {number} nr @param {string} party @param {string} note @param {string} name */
export function assignCase(nr, party, note, name) {
	return perform(`assign-${nr}`, () => post(`cases/${nr}/assign`, { party, note }), 'assign.done', { party: name });
}

/** @param {string|number} id @param {"reached"|"not_reached"} result @param {string} note */
export function logCall(id, result, note) {
	return perform(`call-${id}`, () => post(`calls/${encodeURIComponent(String(id))}`, { result, note }), `call.done.${result}`);
}
