/* Choosing a password: after a first log-in, or because somebody wants another one.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { choosePassword, logOut } from '../session.js';
import { busy, changing, me, newPassword } from '../state.js';
import { say, word } from '../words.js';
import { emergencyButton } from './emergency.js';
import { mark } from './login.js';
import { button, maybe } from './parts.js';

/** @param {SubmitEvent} event */
async function submit(event) {
	event.preventDefault();
	const data = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
	await choosePassword(String(data.get('old') ?? ''), String(data.get('new')), String(data.get('again')));
	if (newPassword.value.field) document.getElementById(newPassword.value.field)?.focus();
}

/** @param {string} name @param {string} autocomplete */
function field(name, autocomplete) {
	const { field: wrong, code } = newPassword.value;
	const bad = wrong === name;
	return html`<div class="field"><label class="utrecht-form-label" for=${name}>${say(`password.${name}`)}</label>
		<input class="utrecht-textbox" id=${name} name=${name} type="password" required maxlength="200" autocomplete=${autocomplete}
			aria-invalid=${bad ? 'true' : nothing} aria-describedby=${bad ? `${name}-why` : nothing}>
		${maybe(bad, () => html`<p class="warn" id="${name}-why" role="alert">${word('password.wrong', code, say('error.other'))}</p>`)}</div>`;
}

export function passwordView() {
	const first = Boolean(me.value && me.value.must_change);
	const { field: wrong, code } = newPassword.value;
	return html`<main class="login" id="main">
		<form class="login__card" novalidate @submit=${submit} aria-labelledby="password-title">
			<p class="brand">${mark()}<span>${say('app')}</span></p>
			<h1 class="utrecht-heading-1" id="password-title" tabindex="-1">${say(first ? 'password.title.first' : 'password.title')}</h1>
			<p class="utrecht-paragraph">${say(first ? 'password.lead.first' : 'password.lead')}</p>
			${maybe(code && !wrong, () => html`<div class="utrecht-alert utrecht-alert--error" role="alert"><p class="utrecht-paragraph">${
				word('error', code, say('error.other'))}</p></div>`)}
			${first ? nothing : field('old', 'current-password')}${field('new', 'new-password')}${field('again', 'new-password')}
			<button class="utrecht-button utrecht-button--primary-action" type="submit" aria-disabled=${busy.value ? 'true' : nothing}
				>${say('password.go')}</button>
			${first ? button('subtle', 'logOut', say('logout'), () => void logOut()) : button('subtle', 'x', say('password.stop'), () => { changing.value = false; })}
		</form>
		<p class="login__emergency">${emergencyButton()}</p>
	</main>`;
}
