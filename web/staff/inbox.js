/* The list of cases: pages of it, what stays on screen while it reloads, what came in meanwhile.
 * Late first; a case that is being read keeps its row; nothing comes in unseen.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { get } from './api.js';
import { reading } from './reading.js';
import * as s from './state.js';
import { count, say, word } from './words.js';

/** @typedef {import('./types/case.js').Row} Row */

const LIMIT = 100;
/** The highest number of a case seen. */
const seen = { newest: 0 };
const wait = { search: 0 };

/** The list of cases for the present place; keeps the old rows on screen meanwhile. */
export async function loadList({ quiet = false } = {}) {
	const { view } = s.place.value;
	if (!view) return;
	const before = s.list.value;
	if (!quiet) s.list.value = { ...before, state: 'loading', error: '' };
	return reading('list', () => get(`cases?${listQuery(view)}`), (data) => {
		const searching = Boolean(s.filter.value.q);
		const page = searching ? data.cases ?? [] : [...(data.cases ?? [])].sort(byUrgencyOfTime);
		const rows = withOpenRow(data.more ? withTail(page, before.data.rows) : page, before.data.rows);
		if (quiet && !searching) announce(before.data.rows, rows);
		const more = Boolean(data.more) && (before.data.more || rows.length <= page.length);
		s.list.value = { state: 'ready', data: { rows, more }, error: '', stamp: Date.now() };
		if (quiet && !searching && data.more) void fetchArrived(rows, data.newest ?? 0, seen.newest);
		seen.newest = data.newest ?? 0;
	}, (refusal) => { s.list.value = { ...before, state: before.state === 'ready' ? 'ready' : 'error', error: refusal.code }; });
}

/** @param {string} view @param {number} [after] nr of the last row of the page before */
function listQuery(view, after) {
	const ask = new URLSearchParams({ view, limit: String(after ? 2 * LIMIT : LIMIT) });
	if (s.filter.value.q) ask.set('q', s.filter.value.q);
	if (after) ask.set('after', String(after));
	return ask.toString();
}

/** The next page below what is on screen. */
export function loadMore() {
	const { data } = s.list.value;
	return reading('list', () => get(`cases?${listQuery(s.place.value.view, data.rows.at(-1)?.nr)}`), (more) => {
		const known = new Set(data.rows.map((row) => row.nr));
		const fresh = (more.cases ?? []).filter((/** @type {Row} */ row) => !known.has(row.nr));
		const rows = [...data.rows, ...fresh].sort(byUrgencyOfTime);
		s.list.value = { ...s.list.value, data: { rows, more: Boolean(more.more) } };
	}, (refusal) => { s.list.value = { ...s.list.value, error: refusal.code }; });
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
	const holes = { urgency: word('urgency', first.urgency), subject: first.subject ?? '', address: first.address ?? '' };
	const text = came.length > 1 ? count('live.many', came.length) : say('live.one', holes);
	s.heard.value = '';
	setTimeout(() => { s.heard.value = text; }, 60);
}

/* Which cases a view holds, for those that came in behind the pages on screen. */
const HOLDS = /** @type {Record<string, (row: Row) => boolean>} */ ({
	all: () => true,
	new: (row) => row.state === 'new',
	urgent: (row) => row.urgency === 'urgent' || row.urgency === 'emergency',
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

/** @param {Partial<{ q: string, urgency: string, channel: string, unread: boolean }>} change */
export function setFilter(change) {
	s.filter.value = { ...s.filter.value, ...change };
	if (change.q === undefined) return void loadEnough();
	clearTimeout(wait.search);
	wait.search = window.setTimeout(() => void loadList({ quiet: true }), 200);
}

/** A filter looks at what is loaded: load on, within reason, until it fills the screen. */
async function loadEnough() {
	for (let pages = 0; pages < 10 && s.list.value.data.more && s.shown.value.length < LIMIT / 2; pages += 1) await loadMore();
}

/** Another view: begin with nothing. */
export function emptyList() {
	s.filter.value = { q: '', urgency: '', channel: '', unread: false };
	s.list.value = s.blank({ rows: [], more: false });
	s.fresh.value = new Set();
	s.arrived.value = [];
	seen.newest = 0;
}
