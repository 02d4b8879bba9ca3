/* Copies of database and files: does a good one exist, how old is it, make one now, and how to put one back.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { adminData, change, isOneOf, loadAdmin } from '../admin.js';
import { ago, clean, size } from '../format.js';
import { icon } from '../icons.js';
import { busy, now } from '../state.js';
import { count, say } from '../words.js';
import { noticeBox } from './case.js';
import { at, badge, bones, maybe, oldNews, own, paneError, paneState, quiet } from './parts.js';
import { below, table } from './wide.js';

/** @typedef {import('../types/admin.js').BackupPage} BackupPage */
/** @typedef {import('../types/admin.js').BackupRow} BackupRow */

export function backupsPane() {
	const loaded = adminData('backups');
	const { state, error } = loaded;
	const data = /** @type {BackupPage|null} */ (loaded.data);
	const body = state === 'error' ? paneError(error, () => void loadAdmin('backups')) : !data ? bones(6)
		: html`${oldNews(loaded)}${data.rows.length ? table('backups', ['made', 'holds', 'size', 'state'], data.rows.map((r) => row(r, data)), 'view.backups')
			: paneState('shield', say('backups.none'), say('backups.none.text'))}${back(data)}`;
	return html`<section class="list list--wide" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.backups')}</h2>
				<p class="quiet" role="status">${data ? count('count.backups', data.rows.length) : ''}</p></div>
			<p class="list__lead">${say('lead.backups')} ${maybe(data, timetable)}</p>
			${maybe(isOneOf('admin') && data, () => html`<div class="list__tools">${make(data?.running ?? false)}</div>`)}</div>
		${maybe(data, standing)}${noticeBox()}
		<div class="list__body" tabindex="0" role="group" aria-label=${say('view.backups')}>${body}</div></section>`;
}

/** @param {BackupPage} data */
function timetable(data) {
	return data.scheduled ? say('backups.every', { hours: data.every_hours, days: data.keep_days }) : say('backups.unscheduled');
}

/** What one must know at a glance: is there a good one, and was one put back. @param {BackupPage} data */
function standing(data) {
	const good = maybe(data.newest, (t) => html`<p class="notice notice--ok">${icon('check')}<span>${say('backups.good', { ago: ago(t, now.value) })}</span></p>`);
	const wrong = html`<p class="notice notice--error">${icon('triangle')}<span>${clean(data.warning_text)}</span></p>`;
	return html`<div role="status" class="backups__standing">${data.warning ? wrong : good}${maybe(data.put_back, (p) => html`<p class="notice notice--conflict">${
		icon('reopened')}<span>${clean(p.why)} ${at(p.t)}</span></p>`)}</div>`;
}

/** @param {boolean} running */
function make(running) {
	const go = () => void change('backups', 'backup', 'backups', {});
	const waits = running || Boolean(busy.value);
	return html`<button type="button" class="utrecht-button utrecht-button--primary-action" aria-disabled=${waits ? 'true' : nothing}
		@click=${() => { if (!waits) go(); }}>${icon(running ? 'clock' : 'shield')}${say(running ? 'backups.running' : 'backups.make')}</button>`;
}

/** @param {BackupRow} r @param {BackupPage} page */
function row(r, page) {
	const newest = r.verified && r.t === page.newest;
	const who = r.who === '' ? say('backups.who.timetable') : r.who === '-' ? say('backups.who.command') : html`${say('backups.who')} ${own(r.who)}`;
	return { late: !r.verified, cells: [
		html`<strong>${at(r.t)}</strong>${below(quiet(html`${ago(r.t, now.value)} · ${who}`))}`,
		r.verified ? html`${count('backups.reports', r.reports)}${below(quiet(count('backups.cases', r.cases)))}` : nothing,
		html`${size(r.bytes)}${below(html`<span class="quiet id backups__file">${clean(r.name)}</span>`)}`,
		r.verified ? badge(newest ? 'success' : 'neutral', say(newest ? 'backups.newest' : 'backups.proved'))
			: html`${badge('danger', say('backups.bad'))}${below(quiet(clean(r.why)))}`,
	] };
}

/** Putting back is done at the computer itself, with the office closed. @param {BackupPage} data */
function back(data) {
	const file = data.rows.find((r) => r.verified)?.file ?? `${data.folder}/portiek-….db`;
	const command = `portiek-central restore --data ${data.dir} ${file}`;
	return html`<section class="card backups__back" aria-labelledby="backups-back"><h3 class="utrecht-heading-3" id="backups-back">${say('backups.back')}</h3>
		<p>${say('backups.back.text')}</p>
		<ol class="backups__steps"><li>${say('backups.back.stop')}</li><li>${say('backups.back.run')}<br><code class="backups__command">${clean(command)}</code></li><li>${
			say('backups.back.start')}</li></ol>
		<p class="quiet">${say('backups.back.after')}</p>
		<p class="quiet">${say('backups.back.keys', { dir: clean(data.dir) })}</p></section>`;
}
