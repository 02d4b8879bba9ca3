/* The lists that are not cases: call tasks, alarms, exceptions, quarantine, outgoing mail, kiosks.
 * Calls and exceptions keep the three panes (their rows open a case); the others use the full width.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { acceptAlarm } from '../acts.js';
import { ago, clean, hour, phoneText, size, span } from '../format.js';
import { icon } from '../icons.js';
import { loadTable } from '../load.js';
import { hrefOf } from '../router.js';
import { blank, busy, mailServer, now, place, tables } from '../state.js';
import { count, say, word } from '../words.js';
import { badge, callWord } from './case_facts.js';
import { at, bones, dueChip, isLate, own, paneError, paneState, urgency } from './parts.js';

/** @typedef {import('../types.js').Outgoing} Outgoing */
/** @typedef {import('../types.js').Device} Device */
/** @typedef {import('../types.js').Alarm} Alarm */
/** @typedef {import('../types.js').Quarantined} Quarantined */

/** Pages whose rows open a case in the right pane. */
export const BESIDE_CASE = ['calls', 'exceptions'];

const BODIES = /** @type {Record<string, (rows: any[]) => unknown>} */ ({
	calls: callRows, exceptions: exceptionRows, alarms: alarmRows, quarantine: quarantineRows, outgoing: outgoingRows, devices: deviceRows,
});

export function tablePane() {
	const { page } = place.value;
	const one = tables.value[page] ?? blank([]);
	const wide = !BESIDE_CASE.includes(page);
	return html`<section class="list ${wide ? 'list--wide' : ''}" id="list" aria-labelledby="list-title">
		<div class="list__head"><div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say(`view.${page}`)}</h2>
			<p class="quiet" role="status">${one.state === 'ready' ? count(`count.${page}`, one.data.length) : ''}</p></div>
			<p class="list__lead">${say(`lead.${page}`)}</p></div>
		<div class="list__body">${one.state === 'error' ? paneError(one.error, () => void loadTable(page))
			: one.state !== 'ready' && !one.data.length ? bones(8)
				: !one.data.length ? paneState('check', word('empty.title', page, say('empty.title.other')), word('empty', page, say('empty.other')))
					: html`${one.error ? html`<p class="list__old" role="status">${icon('wifiOff')}${say('list.old', { at: hour(one.stamp) })}</p>` : nothing}${
						BODIES[page]?.(one.data)}`}</div>
	</section>`;
}

/** @param {Outgoing[]} rows */
function callRows(rows) {
	const sorted = [...rows].sort((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity));
	return html`<ul class="rows" aria-label=${say('view.calls')}>${repeat(sorted, (r) => r.id, (r) => {
		const late = isLate(r);
		const here = Boolean(r.nr) && place.value.item === String(r.nr);
		return html`<li class="row ${late ? 'row--late' : ''} ${here ? 'row--here' : ''}">
			<p class="row__urgency">${urgency({ nr: 0, urgency: r.urgency ?? 'urgent' })}</p>
			<p class="row__subject"><a class="row__link" data-row data-receipt=${r.receipt ?? ''} href=${hrefOf('calls', r.nr ?? '')} aria-current=${here ? 'true' : nothing}
				>${own(r.subject || say('call.row', { nr: r.nr ?? '' }))}</a></p>
			<p class="row__where">${own(r.name ?? '')} <span class="numbers">${r.phone ? phoneText(r.phone) : ''}</span>${
				r.lang && r.lang !== say('dutch') ? html`<span class="row__party">${say('call.lang', { lang: clean(r.lang) })}</span>` : nothing}</p>
			<p class="row__due">${dueChip(r)}</p>
			<p class="row__side">${r.attempts ? count('call.tries', r.attempts) : say('call.notries')}</p>
			${late ? html`<p class="row__why">${say('late.why.call')}</p>` : nothing}</li>`;
	})}</ul>`;
}

/** @param {any[]} rows */
function exceptionRows(rows) {
	return html`<ul class="rows" aria-label=${say('view.exceptions')}>${repeat(rows, (r) => r.nr, (r) => {
		const here = place.value.item === String(r.nr);
		return html`<li class="row row--late ${here ? 'row--here' : ''}"><p class="row__urgency">${urgency(r)}</p>
			<p class="row__subject"><a class="row__link" data-row data-receipt=${r.receipt ?? ''} href=${hrefOf('exceptions', r.nr)} aria-current=${here ? 'true' : nothing}>${own(r.subject || say('row.nosubject'))}</a></p>
			<p class="row__where">${own(r.address || say('row.noaddress'))}</p><p class="row__due">${dueChip(r)}</p>
			<p class="row__side">${r.captured ? at(r.captured) : nothing}</p>
			<p class="row__why">${r.reason ? own(r.reason) : say('route.none.text')}</p></li>`;
	})}</ul>`;
}

/** @param {Alarm[]} rows */
function alarmRows(rows) {
	const sorted = [...rows].sort((a, b) => Number(a.accepted) - Number(b.accepted) || b.captured - a.captured);
	return table(['alarm.col.sign', 'alarm.col.place', 'alarm.col.time', 'alarm.col.state'], sorted.map((a) => ({ late: !a.accepted, cells: [
		html`<span class="urgency urgency--emergency">${icon('siren')}<span>${own(a.label || a.sign)}</span></span>`,
		own(a.place ?? ''), html`${at(a.captured)} <span class="quiet">${ago(a.captured, now.value)}</span>`,
		a.accepted ? html`${say('alarm.by', { who: clean(a.accepted_by) })} ${at(a.accepted_t)}` : html`<button type="button" data-row
			class="utrecht-button utrecht-button--primary-action" aria-disabled=${busy.value ? 'true' : nothing} @click=${() => acceptAlarm(a.id, clean(a.label || a.sign))}
			>${icon('check')}${say('alarm.accept')}<span class="visually-hidden">: ${clean(a.label || a.sign)}</span></button>`] })), 'view.alarms');
}

/** The name of a kiosk; its long id only when nobody named it. @param {string|undefined} id */
function deviceName(id) {
	const known = tables.value['devices']?.data.find((/** @type {Device} */ d) => d.device === id);
	return known?.label ? own(known.label) : html`<code class="id">${clean(id)}</code>`;
}

/** @param {Quarantined[]} rows */
function quarantineRows(rows) {
	return table(['quarantine.col.why', 'quarantine.col.what', 'quarantine.col.device', 'quarantine.col.time'], rows.map((q) => ({ cells: [
		html`<strong>${word('quarantine.code', q.code, clean(q.label) || say('quarantine.code.other'))}</strong><br><code class="quiet">${clean(q.code)}${
			q.path ? ` · ${clean(q.path)}` : ''}</code>`,
		html`<code class="id">${clean(q.id)}</code>`, deviceName(q.device), q.received ? at(q.received) : ''] })), 'view.quarantine');
}

/** @param {Outgoing[]} rows */
function outgoingRows(rows) {
	const sorted = [...rows].sort((a, b) => b.id - a.id);
	return html`${mailServer.value ? nothing : html`<p class="list__old" role="status">${icon('mail')}${say('outgoing.noserver')}</p>`}${
		table(['outgoing.col.what', 'outgoing.col.to', 'outgoing.col.state', 'outgoing.col.time', 'outgoing.col.case'], sorted.map((o) => ({ cells: [
			html`<span class="with-icon">${icon(o.kind === 'mail' ? 'mail' : 'phone')}<strong>${word('outgoing.kind', o.kind, clean(o.kind))}</strong></span><br><span
				class="quiet">${own(o.subject ?? '')}</span>`,
			own(o.name ?? ''), outgoingState(o), outgoingTime(o),
			html`<a class="utrecht-link" data-row href=${hrefOf('all', o.nr)}>${say('case.title', { nr: o.nr })}</a><br><span class="receipt quiet">${clean(o.receipt)}</span>`] })), 'view.outgoing')}`;
}

/** @param {Outgoing} o */
function outgoingState(o) {
	return html`<span class="utrecht-status-badge utrecht-status-badge--${badge(o.state)}">${callWord(o)}</span>
		${o.attempts ? html`<br><span class="quiet">${count('outgoing.tries', o.attempts)}</span>` : nothing}
		${o.error ? html`<br><span class="warn">${own(o.error)}</span>` : nothing}${o.note ? html`<br><span class="quiet">${own(o.note)}</span>` : nothing}`;
}

/** @param {Outgoing} o */
function outgoingTime(o) {
	if (o.done) return html`${at(o.done)}${o.by ? html`<br><span class="quiet">${own(o.by)}</span>` : nothing}`;
	return o.due ? html`${say(o.kind === 'mail' ? 'confirm.next' : 'confirm.before')} ${at(o.due)}` : '';
}

const QUIET_AFTER = 15 * 60_000;

/** @param {Device[]} rows */
function deviceRows(rows) {
	return table(['device.col.name', 'device.col.state', 'device.col.contact', 'device.col.queue', 'device.col.version'], rows.map((d) => ({ late: deviceLate(d), cells: [
		html`<strong>${own(d.label || d.device)}</strong>${d.prefix ? html`<br><span class="quiet">${say('device.prefix', { prefix: clean(d.prefix) })}</span>` : nothing}`,
		deviceState(d),
		d.last_contact ? html`${at(d.last_contact)}<br><span class="quiet">${ago(d.last_contact, now.value)}</span>` : say('device.never'),
		d.last_contact ? html`${d.pending ? count('device.queue', d.pending) : say('device.queue.none')}${
			d.oldest_s ? html`<br><span class="quiet">${say('device.oldest', { span: span(d.oldest_s * 1000) })}</span>` : nothing}${
			d.dead ? html`<br><span class="warn">${count('device.dead', d.dead)}</span>` : nothing}` : html`<span class="quiet">${say('unknown')}</span>`,
		html`<span class="quiet">${clean(d.software)}${d.disk_free ? html`<br>${say('device.disk', { size: size(d.disk_free) })}` : nothing}</span>`] })), 'view.devices');
}

/** @param {Device} d */
function deviceLate(d) {
	return d.state !== 'revoked' && Boolean(d.last_contact) && now.value - Number(d.last_contact) > QUIET_AFTER;
}

/** @param {Device} d */
function deviceState(d) {
	const state = deviceLate(d) ? 'late' : d.state ?? 'active';
	return html`<span class="utrecht-status-badge utrecht-status-badge--${badge(state)}">${word('device.state', state, clean(state))}</span>`;
}

/**
 * A table that becomes a stack of cards where there is no room; the roles keep it a table for readers.
 * @param {string[]} columns keys of messages
 * @param {{ late?: boolean, cells: unknown[] }[]} rows
 * @param {string} caption key of messages
 */
function table(columns, rows, caption) {
	return html`<table class="utrecht-table" role="table"><caption class="visually-hidden">${say(caption)}</caption>
		<thead role="rowgroup"><tr role="row">${columns.map((key) => html`<th scope="col" role="columnheader">${say(key)}</th>`)}</tr></thead>
		<tbody role="rowgroup">${rows.map((row) => html`<tr role="row" class=${row.late ? 'tr--late' : ''}>${row.cells.map((cell, i) => html`<td
			role="cell"><span class="cell__label" aria-hidden="true">${say(columns[i] ?? '')}</span><div class="cell">${cell}</div></td>`)}</tr>`)}</tbody></table>`;
}
