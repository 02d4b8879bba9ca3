/* The lists that are not cases: tasks, call tasks, alarms, exceptions, quarantine, reception, outgoing
 * mail, kiosks.
 * Calls and exceptions keep the three panes (their rows open a case); the others use the full width.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { clean, phoneText } from '../format.js';
import { loadTable } from '../load.js';
import { blank, place, tables } from '../state.js';
import { count, say, word } from '../words.js';
import { at, bones, isLate, maybe, oldNews, own, paneError, paneState } from './parts.js';
import { deviceTools } from './device.js';
import { receptionTable } from './reception.js';
import { behindDot, caseRow } from './rows.js';
import { alarmTable, deviceTable, outgoingTable, quarantineTable } from './wide.js';

/** @typedef {import('../types/office.js').Outgoing} Outgoing */
/** @typedef {import('../types/case.js').Row} Row */

/** Pages whose rows open a case in the right pane. */
export const BESIDE_CASE = ['notices', 'tasks', 'calls', 'exceptions'];

const BODIES = /** @type {Record<string, (rows: any[]) => unknown>} */ ({
	notices: noticeRows, tasks: taskRows, calls: callRows, exceptions: exceptionRows,
	alarms: alarmTable, quarantine: quarantineTable, reception: receptionTable, outgoing: outgoingTable, devices: deviceTable,
});

export function tablePane() {
	const { page } = place.value;
	const one = tables.value[page] ?? blank([]);
	const wide = !BESIDE_CASE.includes(page);
	return html`<section class="list ${wide ? 'list--wide' : ''}" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say(`view.${page}`)}</h2>
				<p class="quiet" role="status">${one.state === 'ready' ? count(`count.${page}`, one.data.length) : ''}</p></div>
			<p class="list__lead">${say(`lead.${page}`)}</p>${page === 'devices' ? deviceTools() : ''}</div>
		<div class="list__body">${tableBody(page, one)}</div>
	</section>`;
}

/** @param {string} page @param {import('../state.js').Loaded<any[]>} one */
function tableBody(page, one) {
	if (one.state === 'error') return paneError(one.error, () => void loadTable(page));
	if (one.state !== 'ready' && !one.data.length) return bones(8);
	if (one.data.length) return html`${oldNews(one)}${BODIES[page]?.(one.data)}`;
	return paneState('check', word('empty.title', page, say('empty.title.other')), word('empty', page, say('empty.other')));
}

/** Whom to call first stands first. @param {Outgoing[]} rows */
function callRows(rows) {
	const sorted = [...rows].sort((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity));
	return html`<ul class="rows" aria-label=${say('view.calls')}>${repeat(sorted, (row) => row.id, callRow)}</ul>`;
}

/** @param {Outgoing} row */
function callRow(row) {
	const foreign = row.lang && row.lang !== say('dutch');
	return caseRow('calls', { ...row, subject: row.subject || say('call.row', { nr: row.nr }) }, {
		where: html`${own(row.name ?? '')} <span class="numbers">${row.phone ? phoneText(row.phone) : ''}</span>${
			maybe(foreign, () => behindDot(say('call.lang', { lang: clean(row.lang) })))}`,
		side: row.attempts ? count('call.tries', row.attempts) : say('call.notries'),
		why: isLate(row) && say('late.why.call'),
	});
}

/** What I must know: a deadline that nears or passed, newest first. One row a case, or an alarm nobody took.
 * @param {import('../types/office.js').Notice[]} rows */
function noticeRows(rows) {
	const newest = rows.filter((row, i) => rows.findIndex((other) => other.nr === row.nr && other.alarm === row.alarm) === i);
	return html`<ul class="rows" aria-label=${say('view.notices')}>${repeat(newest, (row) => row.id, (row) => caseRow(row.alarm ? 'alarms' : 'notices', {
		nr: row.nr, due: row.due, subject: row.alarm ? say('notice.alarm') : row.subject || say('row.nosubject'), state: 'notice',
		urgency: row.alarm ? 'emergency' : undefined }, {
		alarming: row.what === 'late',
		where: html`${own(row.clock_label ?? '')}${behindDot(own(row.what_label ?? ''))}`,
		side: at(row.t),
	}))}</ul>`;
}

/** What I promised to do, by day. @param {Row[]} rows */
function taskRows(rows) {
	return html`<ul class="rows" aria-label=${say('view.tasks')}>${repeat(rows, (row) => row.task?.id, (row) => caseRow('tasks', {
		...row, due: row.task?.due, state: 'task', subject: row.task?.what || say('row.nosubject') }, {
		where: html`${own(row.subject)}${behindDot(own(row.address || say('row.noaddress')))}`,
		side: maybe(row.task?.made_by, (who) => say('tasks.by', { who: clean(who) })),
	}))}</ul>`;
}

/** @param {Row[]} rows */
function exceptionRows(rows) {
	return html`<ul class="rows" aria-label=${say('view.exceptions')}>${repeat(rows, (row) => row.nr, (row) => caseRow('exceptions', row, {
		alarming: true,
		where: own(row.address || say('row.noaddress')),
		side: at(row.captured),
		why: row.reason ? own(row.reason) : say('route.none.text'),
	}))}</ul>`;
}
