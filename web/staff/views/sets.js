/* Rules and deadlines: the version in force as a table, another file compared with it, earlier versions.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { adminData, change, isOneOf, loadAdmin } from '../admin.js';
import { clean } from '../format.js';
import { icon } from '../icons.js';
import { hrefOf } from '../router.js';
import { checkSet, dropSet } from '../sets.js';
import { busy, confirming, place, setDraft } from '../state.js';
import { tryOut } from '../whatif.js';
import { count, say } from '../words.js';
import { person } from './audit.js';
import { noticeBox } from './case.js';
import { card } from './case_facts.js';
import { at, badge, bones, button, maybe, oldNews, own, paneError, paneState, quiet } from './parts.js';

/** @typedef {import('../types/sets.js').SetPage} SetPage */
/** @typedef {import('../types/sets.js').SetRow} SetRow */
/** @typedef {import('../types/sets.js').SetChange} SetChange */

export function setPane() {
	const { page } = place.value;
	const loaded = adminData(page);
	const data = /** @type {SetPage|null} */ (loaded.data);
	const body = loaded.state === 'error' ? paneError(loaded.error, () => void loadAdmin(page)) : !data ? bones(10)
		: data.rows.length ? html`${oldNews(loaded)}<ol class="rows" aria-label=${say(`view.${page}`)}>${data.rows.map(row)}</ol>`
		: paneState('list', say('sets.none'), say('sets.none.text'));
	const old = data && data.version !== data.newest;
	return html`<section class="list" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say(`view.${page}`)}</h2>
				<p class="quiet" role="status">${data ? count(`count.${page}`, data.rows.length) : ''}</p></div>
			<p class="list__lead">${say(`lead.${page}`)}</p>
			${maybe(data && data.version, (version) => html`<p class="list__tools">${old ? badge('warning', say('sets.old', { version })) : badge('success', say('sets.live', { version }))}
				<a class="utrecht-button utrecht-button--secondary-action only-narrow" href=${hrefOf(page, 'versies')}>${icon('list')}${say('sets.manage')}</a></p>`)}</div>
		<div class="list__body" tabindex="0" role="group" aria-label=${say(`view.${page}`)}>${body}</div></section>`;
}

/** @param {SetRow} r */
function row(r) {
	return html`<li class="row row--home set">
		<p class="row__subject"><strong>${own(r.name)}</strong></p>
		<p class="row__due quiet numbers">${clean(r.rank)}</p>
		<div class="row__where set__cells">${r.when.length ? r.when.map((c) => html`<span>${quiet(`${clean(c.label)}:`)} ${own(c.value)}</span>`) : quiet(say('sets.always'))}</div>
		<div class="row__foot"><p class="set__then">${icon('arrowRight')}<span>${r.then.map((c, i) => html`${i ? ' · ' : ''}${
			r.then.length > 1 ? quiet(`${clean(c.label)}: `) : nothing}<strong>${own(c.value)}</strong>`)}</span></p>
			<p class="quiet">${own(r.reason)}</p></div></li>`;
}

/* ---- beside it ---- */

export function setSidePane() {
	const { page, item, view } = place.value;
	const data = /** @type {SetPage|null} */ (adminData(page).data);
	const back = html`<p class="case__back"><a class="utrecht-link" href=${hrefOf(view)}>${icon('arrowLeft')}${say(`view.${page}`)}</a></p>`;
	return html`<section class="case" id="case" aria-labelledby="case-title" ?data-open=${Boolean(item)}>${item ? back : nothing}
		<header class="case__head"><h2 class="utrecht-heading-2" id="case-title" tabindex="-1">${say('sets.manage')}</h2>
			<p class="case__address">${say(`sets.lead.${page}`)}</p></header>${noticeBox()}
		${data ? html`<div class="case__body case__body--one"><div class="case__story">${newFile(page, data)}${versions(page, data)}</div></div>` : bones(6)}</section>`;
}

/** @param {string} page @param {SetPage} data */
function newFile(page, data) {
	const draft = setDraft.value?.page === page ? setDraft.value : null;
	const chosen = (/** @type {Event} */ e) => {
		const input = /** @type {HTMLInputElement} */ (e.target);
		const file = input.files?.[0];
		if (file) void checkSet(page, file).then(() => document.getElementById('set-result')?.focus());
		input.value = '';
	};
	return card('new-set', 'plus', say('sets.new'), html`<p>${say('sets.new.text')}</p>
		<p class="buttons"><label class="utrecht-button utrecht-button--secondary-action upload">${icon('external')}${say('sets.choose')}<input type="file"
			class="upload__input" accept=".csv,text/csv" @change=${chosen}></label>${maybe(data.newest, (version) => html`<a class="utrecht-link"
			href="api/v1/sets/${page}/${version}.csv" download>${say('sets.download', { version })}</a>`)}</p>
		${maybe(draft, (d) => html`<div class="set__result" id="set-result" tabindex="-1" role="group" aria-label=${say('sets.result')}>${result(page, data, d)}</div>`)}`, 'card--plain');
}

/** @param {string} page @param {SetPage} data @param {import('../types/sets.js').SetDraft} d */
function result(page, data, d) {
	const drop = button('subtle', 'x', say('sets.drop'), dropSet);
	if (d.problems.length) {
		return html`<p class="warn">${icon('triangle')} ${count('sets.problems', d.problems.length, { file: clean(d.file) })}</p>
			<ul class="set__problems">${d.problems.map((p) => html`<li>${p.line ? html`<strong>${say('sets.line', { line: p.line })}</strong> ` : nothing}${own(p.text)}</li>`)}</ul>
			<p>${say('sets.problems.text')}</p><div class="buttons">${drop}</div>`;
	}
	if (!d.changes.length) return html`<p>${say('sets.same', { file: clean(d.file) })}</p><div class="buttons">${drop}</div>`;
	return html`<p><strong>${count('sets.changes', d.changes.length, { file: clean(d.file), version: d.version })}</strong></p>
		<ul class="set__changes">${d.changes.map(oneChange)}</ul>${decide(page, data, d, drop)}`;
}

/** @param {SetChange} c */
function oneChange(c) {
	const kind = { added: 'success', removed: 'danger', changed: 'warning' }[c.what] ?? 'neutral';
	const cells = html`<dl class="facts">${c.cells.map((cell) => html`<div class="fact"><dt>${clean(cell.label)}</dt><dd>${
		cell.before && html`<del>${own(cell.before)}</del>`} ${cell.after && html`<ins>${own(cell.after)}</ins>`}</dd></div>`)}</dl>`;
	return html`<li>${badge(kind, say(`sets.${c.what}`))} <strong>${own(c.name)}</strong> ${quiet(clean(c.rank))}${c.what === 'changed' ? cells : nothing}</li>`;
}

/** What can be done with a file that is right: tried on past cases, then put in force. @param {string} page @param {SetPage} data @param {import('../types/sets.js').SetDraft} d @param {unknown} drop */
function decide(page, data, d, drop) {
	const attempt = button('secondary-action', 'refresh', say('sets.try'), () => tryOut(/** @type {"rules"|"ladder"} */ (page), d.csv));
	if (!isOneOf('admin')) return html`<p class="quiet">${say('sets.admin')}</p><div class="buttons">${attempt}${drop}</div>`;
	const publish = async () => {
		const done = await change(page, 'set', `sets/publish/${page}`, { csv: d.csv, seen: d.version }, say('sets.published'));
		confirming.value = '';
		if (done) dropSet();
		document.getElementById('case-title')?.focus();
	};
	const asks = confirming.value === `set-${page}`;
	return asks ? html`<div class="confirm" role="group" aria-labelledby="confirm-text"><p id="confirm-text">${say(`sets.confirm.${page}`)}</p>
			<div class="buttons">${button('primary-action', 'check', say('sets.confirm'), () => void publish())}${
			button('subtle', 'x', say('sets.confirm.no'), () => { confirming.value = ''; })}</div></div>`
		: html`<div class="buttons">${attempt}${button('primary-action', 'check', say('sets.publish'), () => {
			confirming.value = `set-${page}`;
			requestAnimationFrame(() => /** @type {HTMLElement|null} */ (document.querySelector('.confirm button'))?.focus());
		})}${drop}</div>`;
}

/** @param {string} page @param {SetPage} data */
function versions(page, data) {
	const back = async (/** @type {number} */ version) => {
		const done = await change(page, 'set', `sets/back/${page}`, { version, seen: data.newest }, say('sets.back.done', { version }));
		if (done) location.hash = hrefOf(page);
	};
	const one = (/** @type {SetPage["versions"][number]} */ v) => {
		const live = v.version === data.newest;
		const tools = html`<span class="buttons"><a class="utrecht-link" href=${live ? hrefOf(page) : hrefOf(page, v.version)} aria-current=${v.version === data.version ? 'true' : nothing}>${
			say('sets.look')}<span class="visually-hidden"> ${say('sets.version', { version: v.version })}</span></a>${
			!live && isOneOf('admin') ? html`<button type="button" class="utrecht-button utrecht-button--subtle" aria-disabled=${busy.value ? 'true' : nothing}
				@click=${() => void back(v.version)}>${icon('reopened')}${say('sets.back')}<span class="visually-hidden"> ${say('sets.version', { version: v.version })}</span></button>` : nothing}</span>`;
		return html`<li class="version"><span><strong>${say('sets.version', { version: v.version })}</strong> ${live ? badge('success', say('sets.inuse')) : nothing}<br>${
			quiet(html`${at(v.added)} · ${person(v.who)}`)}</span>${tools}</li>`;
	};
	return card('versions', 'clock', say('sets.versions'), html`<ul class="lines">${data.versions.map(one)}</ul>`, 'card--plain');
}
