/* Who may log in: a list, and beside it one account with what can be done about it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { adminData, change, loadAdmin } from '../admin.js';
import { ago, clean } from '../format.js';
import { icon } from '../icons.js';
import { hrefOf } from '../router.js';
import { busy, gift, now, place, refused } from '../state.js';
import { count, say, word } from '../words.js';
import { noticeBox } from './case.js';
import { card } from './case_facts.js';
import { at, badge, bones, button, fact, maybe, oldNews, own, paneError, paneState, quiet, submitButton } from './parts.js';

/** @typedef {import('../types/admin.js').User} User */
/** @typedef {import('../types/admin.js').UsersPage} UsersPage */

export const NEW_USER = '+';

export function usersPane() {
	const loaded = adminData('users');
	const { state, error } = loaded;
	const data = /** @type {UsersPage|null} */ (loaded.data);
	const add = html`<a class="utrecht-button utrecht-button--primary-action" href=${hrefOf('users', NEW_USER)}>${icon('plus')}${say('users.new')}</a>`;
	const body = state === 'error' ? paneError(error, () => void loadAdmin('users')) : !data ? bones(8)
		: html`${oldNews(loaded)}<ul class="rows" aria-label=${say('view.users')}>${data.users.map((u) => row(u, data))}</ul>`;
	return html`<section class="list" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.users')}</h2>
				<p class="quiet" role="status">${data ? count('count.users', data.users.length) : ''}</p></div>
			<p class="list__lead">${say('lead.users')}</p><p class="list__tools">${add}</p></div>
		<div class="list__body">${body}</div></section>`;
}

/** @param {User} u @param {UsersPage} page */
function row(u, page) {
	const here = place.value.item === u.name;
	return html`<li class="row row--home ${here ? 'row--here' : ''}">
		<p class="row__subject"><a class="row__link" data-row href=${hrefOf('users', u.name)} aria-current=${here ? 'true' : nothing}>${own(u.name)}</a></p>
		<p class="row__due">${stateOf(u)}</p>
		<p class="row__where">${clean(u.role_label)}${maybe(u.departments.length, () => html` ${quiet(html`· ${departments(u, page)}`)}`)}</p>
		<p class="row__foot">${u.last_login ? say('users.last', { ago: ago(u.last_login, now.value) }) : say('users.never')}</p></li>`;
}

/** @param {User} u */
function stateOf(u) {
	return u.disabled ? badge('danger', say('users.blocked')) : u.must_change ? badge('warning', say('users.fresh')) : nothing;
}

/** @param {User} u @param {UsersPage} page */
function departments(u, page) {
	return u.departments.map((key) => clean(page.departments.find((d) => d.key === key)?.label ?? key)).join(', ');
}

/* ---- one account ---- */

export function userPane() {
	const { item, view } = place.value;
	const back = html`<p class="case__back"><a class="utrecht-link" href=${hrefOf(view)}>${icon('arrowLeft')}${say('users.back')}</a></p>`;
	return html`<section class="case" id="case" aria-labelledby="case-title" ?data-open=${Boolean(item)}>${item ? back : nothing}${body(item)}</section>`;
}

/** @param {string} item */
function body(item) {
	const page = /** @type {UsersPage|null} */ (adminData('users').data);
	const title = (/** @type {string} */ text) => html`<h2 class="visually-hidden" id="case-title" tabindex="-1">${text}</h2>`;
	if (!item) return html`${title(say('users.none'))}${paneState('user', say('users.none'), say('users.none.text'))}`;
	if (!page) return html`${title(item)}${bones(8)}`;
	if (item === NEW_USER) return newUser(page);
	const u = page.users.find((one) => one.name === item);
	return u ? keyed(u.name, account(u, page)) : html`${title(item)}${paneState('user', say('error.title.not_found'), say('error.not_found'))}`;
}

/** The start password of somebody, told once. */
function giftCard() {
	return maybe(gift.value, (g) => card('gift', 'check', say('users.gift', { name: clean(g.name) }), html`
		<p class="gift numbers" id="gift">${g.password}</p><p>${say('users.gift.text')}</p>
		<div class="buttons noprint">${button('secondary-action', 'printer', say('print'), () => window.print())}${
			button('subtle', 'x', say('users.gift.close'), () => { gift.value = null; })}</div>`, 'card--loud'));
}

/** @param {unknown} name @param {unknown} under */
function head(name, under) {
	return html`<header class="case__head"><h2 class="utrecht-heading-2" id="case-title" tabindex="-1">${name}</h2>
		<p class="case__address">${under}</p></header>${noticeBox()}`;
}

/** @param {UsersPage} page */
function newUser(page) {
	const submit = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const form = /** @type {HTMLFormElement} */ (event.currentTarget);
		const data = new FormData(form);
		const made = await change('users', 'user', 'users', { name: String(data.get('name')).trim(), role: data.get('role'), departments: data.getAll('departments') });
		if (!made) return /** @type {HTMLElement|null} */ (form.querySelector('[aria-invalid="true"]'))?.focus();
		gift.value = made;
		location.hash = hrefOf('users', made.name);
	};
	const bad = ['user.name', 'user.taken'].includes(refused.value);
	return html`${head(say('users.new'), say('users.new.lead'))}<div class="case__body case__body--even"><div class="case__story">${
		card('new', 'user', say('users.who'), html`<form class="mend" novalidate @submit=${submit}>
			<div class="field"><label class="utrecht-form-label" for="user-name">${say('users.name')}</label>
				<input class="utrecht-textbox" id="user-name" name="name" maxlength="60" autocomplete="off" autocapitalize="none" spellcheck="false"
					aria-invalid=${bad ? 'true' : nothing} aria-describedby=${bad ? 'user-name-why' : nothing}>
				${maybe(bad, () => html`<p class="warn" id="user-name-why">${word('admin.wrong', refused.value.slice(5), say('error.other'))}</p>`)}</div>
			${roleField(page, 'phone', 'user')}${departmentFields(page, [], 'user')}
			<div class="buttons">${submitButton('primary-action', 'plus', say('users.add'))}</div></form>`, 'card--plain')}</div></div>`;
}

/** @param {UsersPage} page @param {string} role @param {string} form */
function roleField(page, role, form) {
	return html`<div class="field"><label class="utrecht-form-label" for="${form}-role">${say('users.role')}</label>
		<select class="utrecht-select" id="${form}-role" name="role">${page.roles.map((r) => html`<option value=${r.key} ?selected=${r.key === role}>${
			clean(r.label)}</option>`)}</select></div>`;
}

/** @param {UsersPage} page @param {string[]} on @param {string} form */
function departmentFields(page, on, form) {
	return html`<fieldset class="ticks"><legend class="utrecht-form-label">${say('users.departments')}</legend>
		<p class="quiet" id="${form}-ticks">${say('users.departments.none')}</p>${page.departments.map((d) => html`<label class="tick"><input type="checkbox"
			name="departments" value=${d.key} ?checked=${on.includes(d.key)} aria-describedby="${form}-ticks">${clean(d.label)}</label>`)}</fieldset>`;
}

/** @param {User} u @param {UsersPage} page */
function account(u, page) {
	const rights = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const data = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
		const role = u.self || data.get('role') === u.role
			|| await change('users', 'user', 'users/role', { name: u.name, role: data.get('role') });
		if (role) await change('users', 'user', 'users/departments', { name: u.name, departments: data.getAll('departments') }, say('mend.done'));
	};
	return html`${head(own(u.name), html`${clean(u.role_label)} ${stateOf(u)}`)}<div class="case__body case__body--even">
		<div class="case__story">${giftCard()}${card('rights', 'shield', say('users.rights'), html`<form class="mend" @submit=${rights}>
			${u.self ? html`<p>${say('users.self')}</p>` : roleField(page, u.role, 'user')}${departmentFields(page, u.departments, 'user')}
			<div class="buttons">${submitButton('primary-action', 'check', say('mend.save'))}</div></form>`, 'card--plain')}</div>
		<div class="case__story">${card('access', 'user', say('users.access'), access(u), 'card--plain')}</div></div>`;
}

/** @param {User} u */
function access(u) {
	const act = (/** @type {string} */ path, /** @type {string} */ done) => void change('users', 'user', `users/${path}`, { name: u.name }, say(done, { name: clean(u.name) }));
	const give = async () => {
		const made = await change('users', 'user', 'users/password', { name: u.name });
		if (made) gift.value = made;
	};
	const waits = busy.value ? 'true' : nothing;
	return html`<dl class="facts">${fact(say('users.made'), at(u.created))}${fact(say('users.login'), u.last_login ? at(u.last_login) : say('users.never'))}${
		fact(say('users.sessions'), count('users.places', u.sessions))}</dl>
		<div class="buttons buttons--stack">
			${button('secondary-action', 'refresh', say('users.password'), () => void give())}
			${button('secondary-action', 'logOut', say('users.logout'), () => act('logout', 'users.logout.done'))}
			${u.self ? nothing : html`<button type="button" class="utrecht-button utrecht-button--secondary-action" aria-disabled=${waits}
				@click=${() => act(u.disabled ? 'unblock' : 'block', u.disabled ? 'users.unblock.done' : 'users.block.done')}>${icon(u.disabled ? 'check' : 'x')}${
				say(u.disabled ? 'users.unblock' : 'users.block')}</button>`}</div>
		<p class="quiet">${say(u.self ? 'users.self.block' : 'users.block.text')}</p>`;
}
