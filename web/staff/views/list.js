/* The middle pane: search, filters and the live list of cases, late first and with its reason.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { moment, sameDay } from '../format.js';
import { icon } from '../icons.js';
import { loadList, loadMore, setFilter } from '../inbox.js';
import { arrived, filter, fresh, list, now, place, shown, views } from '../state.js';
import { count, say, word } from '../words.js';
import { bones, button, channel, isLate, maybe, oldNews, own, paneError, paneState, tick, warn } from './parts.js';
import { bulkBar } from './bulk.js';
import { behindDot, caseRow } from './rows.js';

/** @typedef {import('../types/case.js').Row} Row */

export function listPane() {
	const { view } = place.value;
	const label = word('view', view, views.value.find((v) => v.key === view)?.label);
	const rows = shown.value;
	return html`<section class="list" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${label}</h2>
				<p class="quiet" role="status">${list.value.state === 'ready' ? count('list.count', rows.length) : ''}</p>
				<a class="utrecht-link with-icon list__csv" href=${csvHref()} download>${icon('download')}<span>${say('list.csv')}<span class="visually-hidden"> ${
					say('list.csv.more')}</span></span></a></div>
			${searchBar()}
		</div>
		${bulkBar()}<div class="list__body">${listBody(rows)}</div>
	</section>`;
}

function searchBar() {
	const f = filter.value;
	const typed = (/** @type {Event} */ e) => setFilter({ q: /** @type {HTMLInputElement} */ (e.target).value });
	return html`<form class="search" role="search" @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
		<div class="search__box">${icon('search')}<label class="visually-hidden" for="q">${say('search.label')}</label>
			<input class="utrecht-textbox" id="q" type="search" autocomplete="off" spellcheck="false" maxlength="80"
				placeholder=${say('search.hint')} .value=${f.q} @input=${typed}></div>
		${choice('urgency', f.urgency, ['emergency', 'urgent', 'normal', 'planned'], (urgency) => setFilter({ urgency }))}
		${choice('channel', f.channel, ['kiosk', 'phone', 'tablet', 'web'], (channel) => setFilter({ channel }))}
		${tick(say('filter.unread'), f.unread, (unread) => setFilter({ unread }))}
	</form>`;
}

/** What is on screen, further down than a screen goes. */
function csvHref() {
	const { q, urgency, channel, unread } = filter.value;
	const chosen = Object.entries({ view: place.value.view, q, urgency, channel, unread: unread ? '1' : '' }).filter(([, value]) => value);
	return `api/v1/cases.csv?${new URLSearchParams(chosen)}`;
}

/** @param {"urgency"|"channel"} name @param {string} value @param {string[]} codes @param {(code: string) => void} change */
function choice(name, value, codes, change) {
	const changed = (/** @type {Event} */ e) => change(/** @type {HTMLSelectElement} */ (e.target).value);
	return html`<label class="visually-hidden" for="f-${name}">${say(`filter.${name}`)}</label>
		<select class="utrecht-select" id="f-${name}" .value=${value} @change=${changed}>
			<option value="">${say(`filter.${name}.all`)}</option>
			${codes.map((code) => html`<option value=${code}>${word(name, code)}</option>`)}</select>`;
}

/** @param {Row[]} rows */
function listBody(rows) {
	const { state, error, data } = list.value;
	if (state === 'error') return paneError(error, () => void loadList());
	if (state !== 'ready' && !rows.length) return bones(12);
	if (!rows.length) return emptyPane();
	return html`${oldNews(list.value)}${groups(rows)}${maybe(data.more, () => html`<p class="list__more">${
		button('secondary-action', 'list', say('list.more'), () => void loadMore())}</p>`)}`;
}

function emptyPane() {
	const f = filter.value;
	const clear = () => setFilter({ q: '', urgency: '', channel: '', unread: false });
	if (f.q || f.urgency || f.channel || f.unread) {
		return paneState('search', say('empty.search.title'), say('empty.search'),
			button('secondary-action', 'x', say('empty.search.clear'), clear));
	}
	const { view } = place.value;
	return paneState('check', word('empty.title', view, say('empty.title.other')), word('empty', view, say('empty.other')));
}

/** Late, today, later, without a date: a heading each, so that the order explains itself. @param {Row[]} rows */
function groups(rows) {
	/** @type {Record<string, Row[]>} */
	const heap = { arrived: [], late: [], today: [], later: [], none: [] };
	for (const row of rows) heap[groupOf(row)]?.push(row);
	return Object.entries(heap).filter(([, some]) => some.length).map(([key, some]) => html`
		<h3 class="list__group list__group--${key}" id="group-${key}">${say(`group.${key}`)}
			<span class="quiet">${some.length}</span></h3>
		<ul class="rows" aria-labelledby="group-${key}">${repeat(some, (row) => row.nr, rowItem)}</ul>`);
}

/** @param {Row} row */
function groupOf(row) {
	if (arrived.value.includes(row)) return 'arrived';
	if (isLate(row)) return 'late';
	if (!row.due || row.due < now.value) return 'none';
	return sameDay(row.due, now.value) ? 'today' : 'later';
}

/** The kind in one word, and whether it came back (D8). @param {Row} row */
function kindOf(row) {
	const back = maybe(row.reopened, (n) => html`<span class="row__back">${icon('reopened')}<span>${count('row.reopened', n)}</span></span>`);
	return html`${word('kind', row.kind, row.kind_label)}${back}`;
}

/* In these states the row says so already: by its dot, or by the view it stands in. */
const PLAIN = ['new', 'seen'];

/** @param {Row} row */
function stateOf(row) {
	return row.state && !PLAIN.includes(row.state) ? html`<span class="row__state">${word('state', row.state, row.state_label)}</span>` : nothing;
}

/** @param {Row} row */
function rowItem(row) {
	const party = row.party ? own(row.party) : warn(say('row.noparty'));
	const owner = row.owner ? html`<span>${own(row.owner)}</span>` : html`<span class="visually-hidden">${say('row.noowner')}</span>`;
	return caseRow(place.value.view, row, {
		unread: Boolean(row.unread),
		fresh: fresh.value.has(row.nr),
		where: html`${own(row.address || say('row.noaddress'))}${behindDot(party)}`,
		picks: true,
		kind: kindOf(row),
		side: html`${stateOf(row)}${channel(row.channel)}${owner}`,
		why: isLate(row) && say('late.why', { at: moment(row.due ?? 0, now.value) }),
	});
}
