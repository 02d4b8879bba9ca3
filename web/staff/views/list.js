/* The middle pane: search, filters and the live list of cases, late first and with its reason.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { loadList, loadMore, setFilter } from '../inbox.js';
import { hour, moment, sameDay } from '../format.js';
import { icon } from '../icons.js';
import { hrefOf } from '../router.js';
import { arrived, filter, fresh, list, now, place, shown, views } from '../state.js';
import { count, say, word } from '../words.js';
import { bones, channel, dueChip, isLate, own, paneError, paneState, urgency } from './parts.js';

/** @typedef {import('../types.js').Row} Row */

export function listPane() {
	const { view } = place.value;
	const label = word('view', view, views.value.find((v) => v.key === view)?.label);
	const rows = shown.value;
	return html`<section class="list" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${label}</h2>
				<p class="quiet" role="status">${list.value.state === 'ready' ? count('list.count', rows.length) : ''}</p></div>
			${searchBar()}
		</div>
		<div class="list__body">${listBody(rows)}</div>
	</section>`;
}

function searchBar() {
	const f = filter.value;
	return html`<form class="search" role="search" @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
		<div class="search__box">${icon('search')}<label class="visually-hidden" for="q">${say('search.label')}</label>
			<input class="utrecht-textbox" id="q" type="search" autocomplete="off" spellcheck="false" maxlength="80"
				placeholder=${say('search.hint')} .value=${f.q}
				@input=${(/** @type {Event} */ e) => setFilter({ q: /** @type {HTMLInputElement} */ (e.target).value })}></div>
		<label class="visually-hidden" for="f-urgency">${say('filter.urgency')}</label>
		<select class="utrecht-select" id="f-urgency" .value=${f.urgency}
			@change=${(/** @type {Event} */ e) => setFilter({ urgency: /** @type {HTMLSelectElement} */ (e.target).value })}>
			<option value="">${say('filter.urgency.all')}</option>
			${['emergency', 'urgent', 'normal', 'planned'].map((code) => html`<option value=${code}>${word('urgency', code)}</option>`)}</select>
		<label class="visually-hidden" for="f-channel">${say('filter.channel')}</label>
		<select class="utrecht-select" id="f-channel" .value=${f.channel}
			@change=${(/** @type {Event} */ e) => setFilter({ channel: /** @type {HTMLSelectElement} */ (e.target).value })}>
			<option value="">${say('filter.channel.all')}</option>
			${['kiosk', 'phone', 'tablet', 'web'].map((code) => html`<option value=${code}>${word('channel', code)}</option>`)}</select>
		<label class="tick"><input type="checkbox" .checked=${f.unread}
			@change=${(/** @type {Event} */ e) => setFilter({ unread: /** @type {HTMLInputElement} */ (e.target).checked })}>${say('filter.unread')}</label>
	</form>`;
}

/** @param {Row[]} rows */
function listBody(rows) {
	const { state, error, stamp } = list.value;
	if (state === 'error') return paneError(error, () => void loadList());
	if (state !== 'ready' && !rows.length) return bones(12);
	if (!rows.length) return emptyList();
	return html`${error ? html`<p class="list__old" role="status">${icon('wifiOff')}${say('list.old', { at: hour(stamp) })}</p>` : nothing}
		${groups(rows)}
		${list.value.data.more ? html`<p class="list__more"><button type="button" class="utrecht-button utrecht-button--secondary-action"
			@click=${() => void loadMore()}>${say('list.more')}</button></p>` : nothing}`;
}

function emptyList() {
	const f = filter.value;
	if (f.q || f.urgency || f.channel || f.unread) {
		return paneState('search', say('empty.search.title'), say('empty.search'), html`<button type="button"
			class="utrecht-button utrecht-button--secondary-action" @click=${clearFilter}>${say('empty.search.clear')}</button>`);
	}
	const { view } = place.value;
	return paneState('check', word('empty.title', view, say('empty.title.other')), word('empty', view, say('empty.other')));
}

function clearFilter() {
	setFilter({ q: '', urgency: '', channel: '', unread: false });
}

/** Late, today, later, without a date: a heading each, so that the order explains itself. @param {Row[]} rows */
function groups(rows) {
	/** @type {Record<string, Row[]>} */
	const heap = { arrived: [], late: [], today: [], later: [], none: [] };
	for (const row of rows) heap[arrived.value.includes(row) ? 'arrived' : groupOf(row)]?.push(row);
	return Object.entries(heap).filter(([, some]) => some.length).map(([key, some]) => html`<h3 class="list__group list__group--${key}"
		id="group-${key}">${say(`group.${key}`)} <span class="quiet">${some.length}</span></h3>
		<ul class="rows" aria-labelledby="group-${key}">${repeat(some, (row) => row.nr, rowItem)}</ul>`);
}

/** @param {Row} row */
function groupOf(row) {
	if (isLate(row)) return 'late';
	if (!row.due || row.due < now.value) return 'none';
	return sameDay(row.due, now.value) ? 'today' : 'later';
}

/** @param {Row} row */
function rowItem(row) {
	const here = place.value.item === String(row.nr);
	const late = isLate(row);
	return html`<li class="row ${late ? 'row--late' : ''} ${row.unread ? 'row--unread' : ''} ${here ? 'row--here' : ''} ${
		fresh.value.has(row.nr) ? 'row--fresh' : ''}" data-nr=${row.nr}>
		<p class="row__urgency">${urgency(row)}</p>
		<p class="row__subject"><a class="row__link" data-row data-receipt=${row.receipt ?? ''} href=${hrefOf(place.value.view, row.nr)} aria-current=${here ? 'true' : nothing}>${
			row.unread ? html`<span class="row__dot" aria-hidden="true"></span><span class="visually-hidden">${say('row.unread')}: </span>` : nothing
		}${own(row.subject || say('row.nosubject'))}</a></p>
		<p class="row__where">${own(row.address || say('row.noaddress'))}<span class="row__party">${row.party ? own(row.party)
			: html`<span class="warn">${say('row.noparty')}</span>`}</span></p>
		<p class="row__due">${dueChip(row)}</p>
		<p class="row__side">${channel(row.channel)}${row.owner ? html`<span>${own(row.owner)}</span>`
			: html`<span class="visually-hidden">${say('row.noowner')}</span>`}</p>
		${late && !row.reason ? html`<p class="row__why">${say('late.why', { at: moment(row.due ?? 0, now.value) })}</p>` : nothing}
		${row.reason ? html`<p class="row__why">${own(row.reason)}</p>` : nothing}
	</li>`;
}
