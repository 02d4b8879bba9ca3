/* One kiosk or tablet for whoever administers: letting it in or out, and for which complexes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { adminData, change, isOneOf } from '../admin.js';
import { ago, clean } from '../format.js';
import { icon } from '../icons.js';
import { loadTable } from '../load.js';
import { hrefOf } from '../router.js';
import { busy, confirming, invitation, now, place, refused } from '../state.js';
import { count, say, word } from '../words.js';
import { noticeBox } from './case.js';
import { card } from './case_facts.js';
import { at, badge, bones, button, fact, maybe, own, paneState, quiet, submitButton } from './parts.js';

/** @typedef {import('../types/office.js').Device} Device */
/** @typedef {{ devices: Device[], complexes: string[], site: string }} Fleet */

export const NEW_DEVICE = '+';

/** The way to a new one, in the head of the table. */
export function deviceTools() {
	return isOneOf('admin') ? html`<p class="list__tools"><a class="utrecht-button utrecht-button--primary-action" href=${hrefOf('devices', NEW_DEVICE)}>${
		icon('plus')}${say('device.new')}</a></p>` : nothing;
}

export function devicePane() {
	const { item } = place.value;
	const fleet = /** @type {Fleet|null} */ (adminData('fleet').data);
	const d = fleet?.devices.find((one) => one.device === item);
	const title = item === NEW_DEVICE ? say('device.new') : d ? d.label ? own(d.label) : say('device.nameless') : say('view.devices');
	const body = !fleet ? bones(8) : item === NEW_DEVICE ? newDevice(fleet) : d ? one(d, fleet)
		: paneState('monitor', say('error.title.not_found'), say('error.not_found'));
	return html`<section class="list list--wide" id="list" aria-labelledby="list-title">
		<div class="list__head"><p><a class="utrecht-link" href=${hrefOf('devices')}>${icon('arrowLeft')}${say('device.all')}</a></p>
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${title}</h2></div></div>
		${noticeBox()}<div class="list__body"><div class="leaders">${body}</div></div></section>`;
}

/** Ask, and read the table again too. @param {string} path @param {Record<string, unknown>} body @param {string} [done] */
async function ask(path, body, done) {
	const said = await change('fleet', 'device', path, body, done);
	if (said) void loadTable('devices', { quiet: true });
	return said;
}

/** @param {Fleet} fleet @param {string[]} on */
function complexFields(fleet, on) {
	const bad = refused.value === 'device.complexes';
	return html`<fieldset class="ticks"><legend class="utrecht-form-label">${say('device.complexes')}</legend>
		${maybe(bad, () => html`<p class="warn">${word('admin.wrong', 'complexes', '')}</p>`)}
		${fleet.complexes.map((key) => html`<label class="tick"><input type="checkbox" name="complexes" value=${key} ?checked=${on.includes(key)}>${clean(key)}</label>`)}</fieldset>`;
}

/** @param {Fleet} fleet */
function newDevice(fleet) {
	const submit = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const form = /** @type {HTMLFormElement} */ (event.currentTarget);
		const data = new FormData(form);
		const made = await ask('devices', { kind: data.get('kind'), label: String(data.get('label')).trim(), complexes: data.getAll('complexes') });
		if (!made) return /** @type {HTMLElement|null} */ (form.querySelector('[aria-invalid="true"], .ticks input'))?.focus();
		invitation.value = made;
		requestAnimationFrame(() => document.getElementById('card-invitation')?.focus());
	};
	const bad = refused.value === 'device.label';
	return html`${maybe(invitation.value, (made) => card('invitation', 'check', say('device.code', { label: clean(made.label) }), html`
		<p class="gift numbers" id="code">${made.code}</p><p>${say(made.hours ? 'device.code.text' : 'device.code.tablet')}</p>
		<div class="buttons">${button('secondary-action', 'printer', say('print'), () => window.print())}${
			button('subtle', 'x', say('users.gift.close'), () => { invitation.value = null; })}</div>`, 'card--loud'))}
		${card('new-device', 'monitor', say('device.what'), html`<form class="mend" novalidate @submit=${submit}>
			<div class="field"><label class="utrecht-form-label" for="device-kind">${say('device.kind')}</label>
				<select class="utrecht-select" id="device-kind" name="kind"><option value="kiosk">${word('device.kind', 'kiosk')}</option><option value="tablet">${word('device.kind', 'tablet')}</option></select></div>
			<div class="field"><label class="utrecht-form-label" for="device-label">${say('device.label')}</label>
				<input class="utrecht-textbox" id="device-label" name="label" maxlength="100" autocomplete="off" aria-invalid=${bad ? 'true' : nothing}
					aria-describedby=${bad ? 'device-label-why' : nothing}>${maybe(bad, () => html`<p class="warn" id="device-label-why">${word('admin.wrong', 'label', '')}</p>`)}</div>
			${complexFields(fleet, [])}<div class="buttons">${submitButton('primary-action', 'plus', say('device.make'))}</div></form>`, 'card--plain')}`;
}

/** @param {Device} d @param {Fleet} fleet */
function one(d, fleet) {
	const scope = (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const data = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
		void ask('devices/scope', { device: d.device, complexes: data.getAll('complexes') }, say('mend.done'));
	};
	return html`${maybe(family(d, fleet), (all) => lines(d, all))}${card('how', 'monitor', say('device.how'), html`<dl class="facts">
			${fact(say('device.col.state'), stateBadge(d))}
			${fact(say('device.col.contact'), d.last_contact ? html`${at(d.last_contact)} ${quiet(ago(d.last_contact, now.value))}` : say('device.never'))}
			${fact(say('device.col.queue'), d.pending ? count('device.queue', d.pending) : say('device.queue.none'))}
			${fact(say('device.col.version'), clean(d.software))}
			${fact(say('device.hardware'), maybe(d.hardware, (code) => html`<span class="numbers">${clean(code)}</span>`))}
			${fact(say('device.site'), d.site ? html`${clean(d.site)} ${d.site === fleet.site ? badge('success', say('sets.inuse')) : badge('warning', say('device.site.old'))}` : say('device.never'))}
			${fact(say('device.receipts'), maybe(d.prefix, (prefix) => html`<span class="numbers">${clean(prefix)}</span>`))}</dl>${
			isOneOf('admin') ? access(d) : nothing}`, 'card--plain')}
		${card('scope', 'house', say('device.for'), isOneOf('admin') && d.state !== 'revoked' ? html`<form class="mend" @submit=${scope}>${complexFields(fleet, d.complexes ?? [])}
			<p class="quiet">${say('device.for.text')}</p><div class="buttons">${submitButton('primary-action', 'check', say('mend.save'))}</div></form>`
			: html`<p>${(d.complexes ?? []).map(clean).join(', ')}</p>`, 'card--plain')}`;
}

/** This one and what stands beside it: the line it came from and others that came from there. @param {Device} d @param {Fleet} fleet */
function family(d, fleet) {
	const root = d.parent || d.device;
	const all = fleet.devices.filter((one) => one.device === root || one.parent === root || one.device === d.device);
	return all.length > 1 && (d.state === 'pending' || d.state === 'forked') ? all : null;
}

/** Two lines of one kiosk, side by side. @param {Device} d @param {Device[]} all */
function lines(d, all) {
	const born = all.filter((one) => one.parent && one.state !== 'revoked');
	const moved = (/** @type {Device} */ one) => {
		const from = all.find((other) => other.device === one.parent);
		return !!from?.hardware && one.hardware !== from.hardware;
	};
	const who = (/** @type {Device} */ one) => say(one === d ? 'device.line.this' : one.device === d.parent ? 'device.line.parent' : 'device.line.other');
	return card('lines', 'monitor', say('device.line.title'), html`<p>${say(d.state === 'forked' ? 'device.line.text.replaced' : 'device.line.text')}</p>
		<ul class="twins">${all.map((one) => html`<li><p>${one === d ? html`<strong>${who(one)}</strong>` : html`<a class="utrecht-link" href=${hrefOf('devices', one.device)}>${who(one)}</a>`}</p>
			<dl class="facts">${fact(say('device.col.state'), stateBadge(one))}
			${fact(say('device.col.contact'), one.last_contact ? html`${at(one.last_contact)} ${quiet(ago(one.last_contact, now.value))}` : say('device.never'))}
			${fact(say('device.line.since'), maybe(one.enrolled, at))}
			${fact(say('device.line.count'), html`<span class="numbers">${one.hwm ?? 0}</span>`)}
			${fact(say('device.hardware'), maybe(one.hardware, (code) => html`<span class="numbers">${clean(code)}</span> ${
				maybe(moved(one), () => badge('warning', say('device.hardware.other')))}`))}
			${fact(say('device.line.wait'), one.pending ? count('device.queue', one.pending) : say('device.queue.none'))}
			${fact(say('device.receipts'), maybe(one.prefix, (prefix) => html`<span class="numbers">${clean(prefix)}</span>`))}</dl></li>`)}</ul>
		<p class="quiet">${say(born.length > 1 ? 'device.line.many' : 'device.line.one')}</p>`, 'card--loud card--lines');
}

/** @param {Device} d */
const stateBadge = (d) => badge(d.state === 'active' ? 'success' : d.state === 'pending' ? 'warning' : 'danger', word('device.state', d.state, clean(d.state)));

/** @param {Device} d */
function access(d) {
	if (d.state === 'revoked') return html`<p class="quiet">${say('device.revoked.text')}</p>`;
	const approve = () => void ask('devices/approve', { device: d.device }, say('device.approve.done'));
	const revoke = async () => {
		await ask('devices/revoke', { device: d.device }, say('device.revoke.done'));
		confirming.value = '';
		document.getElementById('list-title')?.focus();
	};
	if (confirming.value === 'revoke') {
		return html`<div class="confirm" role="group" aria-labelledby="confirm-text"><p id="confirm-text">${say('device.revoke.sure')}</p><div class="buttons">${
			button('primary-action', 'check', say('device.revoke.yes'), () => void revoke())}${button('subtle', 'x', say('sets.confirm.no'), () => { confirming.value = ''; })}</div></div>`;
	}
	return html`${maybe(d.state === 'pending', () => html`<p class="quiet">${say(d.label ? 'device.pending.text' : 'device.nameless.text')}</p>`)}<div class="buttons" aria-busy=${busy.value ? 'true' : nothing}>${maybe(d.state === 'pending', () => button('primary-action', 'check', say('device.approve'), approve))}${
		button('secondary-action', 'x', say('device.revoke'), () => {
			confirming.value = 'revoke';
			requestAnimationFrame(() => /** @type {HTMLElement|null} */ (document.querySelector('.confirm button'))?.focus());
		})}</div>`;
}
