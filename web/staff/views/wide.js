/* Tables over the full width: alarms, quarantine, outgoing mail and calls, kiosks. Where there is no
 * room they become stacks of cards; the roles keep them tables for readers.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { acceptAlarm } from '../acts.js';
import { ago, clean, size, span } from '../format.js';
import { icon } from '../icons.js';
import { hrefOf } from '../router.js';
import { busy, mailServer, now, tables } from '../state.js';
import { count, say, word } from '../words.js';
import { callWord, outgoingKind } from './case_facts.js';
import { at, badge, left, maybe, own, quiet, warn } from './parts.js';

/** @typedef {import('../types/office.js').Alarm} Alarm */
/** @typedef {import('../types/office.js').Device} Device */
/** @typedef {import('../types/office.js').Outgoing} Outgoing */
/** @typedef {import('../types/office.js').Quarantined} Quarantined */

/**
 * @param {string} name of its columns in the messages
 * @param {string[]} columns
 * @param {{ late?: boolean, cells: unknown[] }[]} rows
 * @param {string} caption key of messages
 */
export function table(name, columns, rows, caption) {
	const heads = columns.map((column) => say(`${name}.col.${column}`));
	return html`<table class="utrecht-table" role="table"><caption class="visually-hidden">${say(caption)}</caption>
		<thead role="rowgroup"><tr role="row">${heads.map((head) => html`<th scope="col" role="columnheader">${head}</th>`)}</tr></thead>
		<tbody role="rowgroup">${rows.map((row) => html`<tr role="row" class=${row.late ? 'tr--late' : ''}>${
			row.cells.map((cell, i) => html`<td role="cell"><span class="cell__label" aria-hidden="true">${heads[i]}</span><div
				class="cell">${cell}</div></td>`)}</tr>`)}</tbody></table>`;
}

/** A second line in a cell. @param {unknown} text */
export function below(text) {
	return html`<br>${text}`;
}

/** @param {Alarm[]} rows */
export function alarmTable(rows) {
	const sorted = [...rows].sort((a, b) => Number(a.accepted) - Number(b.accepted) || b.captured - a.captured);
	return table('alarm', ['sign', 'place', 'time', 'state'], sorted.map((a) => ({
		late: !a.accepted,
		cells: [
			html`<span class="urgency urgency--emergency">${icon('siren')}<span>${own(a.label || a.sign)}</span></span>`,
			own(a.place ?? ''),
			html`${at(a.captured)} ${quiet(ago(a.captured, now.value))}${a.accepted ? nothing : alarmClocks(a)}`,
			a.accepted ? html`${say('alarm.by', { who: clean(a.accepted_by) })} ${at(a.accepted_t)}` : acceptButton(a),
		],
	})), 'view.alarms');
}

/** How long nobody took it yet, and who is told when. @param {Alarm} a */
function alarmClocks(a) {
	return (a.clocks ?? []).map((one) => html`<p class="alarm__clock"><strong>${own(one.label)}</strong> ${left(one.due, one.due < now.value)}<br>${
		quiet(own(one.explain ?? ''))}</p>`);
}

/** @param {Alarm} a */
function acceptButton(a) {
	const label = clean(a.label || a.sign);
	return html`<button type="button" data-row class="utrecht-button utrecht-button--primary-action"
		aria-disabled=${busy.value ? 'true' : nothing} @click=${() => acceptAlarm(a.id, label)}
		>${icon('check')}${say('alarm.accept')}<span class="visually-hidden">: ${label}</span></button>`;
}

/** The name of a kiosk; its long id only when nobody named it. @param {string|undefined} id */
function deviceName(id) {
	const known = tables.value['devices']?.data.find((/** @type {Device} */ d) => d.device === id);
	return known?.label ? own(known.label) : html`<code class="id">${clean(id)}</code>`;
}

/** @param {Quarantined[]} rows */
export function quarantineTable(rows) {
	return table('quarantine', ['why', 'what', 'device', 'time'], rows.map((q) => ({
		cells: [
			html`<strong>${word('quarantine.code', q.code, clean(q.label) || say('quarantine.code.other'))}</strong>${
				below(html`<code class="quiet">${[q.code, q.path].filter(Boolean).map(clean).join(' · ')}</code>`)}`,
			html`<code class="id">${clean(q.id)}</code>`,
			deviceName(q.device),
			at(q.received),
		],
	})), 'view.quarantine');
}

/** @param {Outgoing[]} rows */
export function outgoingTable(rows) {
	const sorted = [...rows].sort((a, b) => b.id - a.id);
	const waits = html`<p class="list__old" role="status">${icon('mail')}${say('outgoing.noserver')}</p>`;
	return html`${mailServer.value ? nothing : waits}${table('outgoing', ['what', 'to', 'state', 'time', 'case'], sorted.map((o) => ({
		cells: [
			html`<span class="with-icon">${icon(o.kind === 'call' ? 'phone' : 'mail')}<strong>${
				word('outgoing.kind', o.kind, clean(o.kind))}${o.why_label ? html`: ${clean(o.why_label)}` : nothing}</strong></span>${below(quiet(own(o.subject ?? '')))}`,
			own(o.name ?? ''),
			outgoingState(o),
			outgoingTime(o),
			html`<a class="utrecht-link" data-row href=${hrefOf('all', o.nr)}>${say('case.title', { nr: o.nr })}</a>${
				below(html`<span class="receipt quiet">${clean(o.receipt)}</span>`)}`,
		],
	})), 'view.outgoing')}`;
}

/** @param {Outgoing} o */
function outgoingState(o) {
	return html`${badge(outgoingKind(o.state), callWord(o))}${maybe(o.attempts, (n) => below(quiet(count('outgoing.tries', n))))}${
		maybe(o.error, (text) => below(warn(own(text))))}${maybe(o.note, (text) => below(quiet(own(text))))}`;
}

/** @param {Outgoing} o */
function outgoingTime(o) {
	if (o.done) return html`${at(o.done)}${maybe(o.by, (who) => below(quiet(own(who))))}`;
	return maybe(o.due, (due) => html`${say(o.kind === 'mail' ? 'confirm.next' : 'confirm.before')} ${at(due)}`);
}

/* ---- kiosks ---- */

const QUIET_AFTER = 15 * 60_000;

/** @param {Device[]} rows */
export function deviceTable(rows) {
	return table('device', ['name', 'state', 'contact', 'queue', 'version'], rows.map((d) => {
		const silent = isSilent(d);
		const state = silent ? 'late' : d.state ?? 'active';
		return {
			late: silent,
			cells: [
				html`<a class="utrecht-link" data-row href=${hrefOf('devices', d.device)}><strong>${d.label ? own(d.label) : say('device.nameless')}</strong></a>${
					maybe(d.prefix, (prefix) => below(quiet(say('device.prefix', { prefix: clean(prefix) }))))}`,
				badge(outgoingKind(state), word('device.state', state, clean(state))),
				d.last_contact ? html`${at(d.last_contact)}${below(quiet(ago(d.last_contact, now.value)))}` : say('device.never'),
				d.last_contact ? deviceQueue(d) : quiet(say('unknown')),
				html`${quiet(clean(d.software))}${maybe(d.disk_free, (n) => below(quiet(say('device.disk', { size: size(n) }))))}`,
			],
		};
	}), 'view.devices');
}

/** @param {Device} d */
function deviceQueue(d) {
	return html`${d.pending ? count('device.queue', d.pending) : say('device.queue.none')}${
		maybe(d.oldest_s, (s) => below(quiet(say('device.oldest', { span: span(s * 1000) }))))}${
		maybe(d.dead, (n) => below(warn(count('device.dead', n))))}`;
}

/** @param {Device} d */
function isSilent(d) {
	return d.state !== 'revoked' && Boolean(d.last_contact) && now.value - Number(d.last_contact) > QUIET_AFTER;
}
