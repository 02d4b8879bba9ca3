/* Who did what to the installation: read only, by person, kind and day.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html } from 'lit-html';
import { adminData, loadAdmin, loadOlder } from '../admin.js';
import { clean } from '../format.js';
import { auditFilter } from '../state.js';
import { count, say } from '../words.js';
import { at, bones, button, maybe, oldNews, own, paneError, paneState, quiet, warn } from './parts.js';
import { below, table } from './wide.js';

/** @typedef {import('../types/admin.js').AuditRow} AuditRow */

const ALARMING = ['login.failed', 'login.locked', 'user.block', 'device.revoke'];

/* What stands in the place of a name when it was no person who is logged in. */
const NOBODY = /** @type {Record<string, string>} */ ({ '-': 'audit.line', import: 'audit.line', init: 'audit.line', start: 'audit.start', '?': 'audit.unknown' });

export function auditPane() {
	const loaded = adminData('audit');
	const { state, data, error } = loaded;
	const rows = /** @type {AuditRow[]} */ (data?.rows ?? []);
	const body = state === 'error' ? paneError(error, () => void loadAdmin('audit')) : !data ? bones(10)
		: rows.length ? html`${oldNews(loaded)}${table('audit', ['time', 'who', 'what', 'about'], rows.map(line), 'view.audit')}${
			maybe(data.more, () => html`<p class="list__more">${button('secondary-action', 'list', say('audit.more'), () => void loadOlder())}</p>`)}`
		: paneState('check', say('audit.none'), say('audit.none.text'));
	return html`<section class="list list--wide" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.audit')}</h2>
				<p class="quiet" role="status">${state === 'ready' ? count(data.more ? 'audit.newest' : 'count.audit', rows.length) : ''}</p></div>
			<p class="list__lead">${say('lead.audit')}</p>${filters(data?.kinds ?? [])}</div>
		<div class="list__body" tabindex="0" role="group" aria-label=${say('view.audit')}>${body}</div></section>`;
}

/** @param {{ key: string, label: string }[]} kinds */
function filters(kinds) {
	const f = auditFilter.value;
	const set = (/** @type {string} */ name) => (/** @type {Event} */ e) => {
		auditFilter.value = { ...auditFilter.value, [name]: /** @type {HTMLInputElement} */ (e.target).value.trim() };
		void loadAdmin('audit');
	};
	const day = (/** @type {"from"|"until"} */ name) => html`<div class="field"><label class="utrecht-form-label" for="audit-${name}">${say(`audit.${name}`)}</label>
		<input class="utrecht-textbox" type="date" id="audit-${name}" .value=${f[name]} @change=${set(name)}></div>`;
	return html`<form class="filters" role="search" aria-label=${say('audit.filter')} @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
		<div class="field"><label class="utrecht-form-label" for="audit-who">${say('audit.who')}</label>
			<input class="utrecht-textbox" id="audit-who" .value=${f.who} maxlength="60" autocomplete="off" autocapitalize="none" spellcheck="false" @change=${set('who')}></div>
		<div class="field"><label class="utrecht-form-label" for="audit-kind">${say('audit.kind')}</label>
			<select class="utrecht-select" id="audit-kind" @change=${set('kind')}><option value="">${say('audit.kind.all')}</option>${
				kinds.map((k) => html`<option value=${k.key} ?selected=${k.key === f.kind}>${clean(k.label)}</option>`)}</select></div>
		${day('from')}${day('until')}</form>`;
}

/** @param {AuditRow} r */
function line(r) {
	const label = ALARMING.includes(r.what) ? warn(clean(r.label)) : clean(r.label);
	return { cells: [
		at(r.t),
		person(r.who),
		label,
		html`${maybe(r.about, (about) => own(about))}${maybe(r.detail, (d) => (r.about ? below(quiet(own(tell(d)))) : own(tell(d))))}`,
	] };
}

/** Who did it, or what stands in that place. @param {string} who */
export function person(who) {
	return NOBODY[who] ? quiet(say(NOBODY[who] ?? '')) : own(who);
}

/** A detail as central kept it; an object is told as its values. @param {string} detail */
function tell(detail) {
	if (!detail.startsWith('{')) return detail;
	try {
		return Object.values(JSON.parse(detail)).filter(Boolean).join(' · ');
	} catch {
		return detail;
	}
}
