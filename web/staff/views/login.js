/* Log-in: one card, name and password, a sentence for each way it can fail.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { logIn } from '../session.js';
import { span } from '../format.js';
import { emergencyButton } from './emergency.js';
import { login } from '../state.js';
import { say, word } from '../words.js';

/** @param {SubmitEvent} event */
async function submit(event) {
	event.preventDefault();
	const form = /** @type {HTMLFormElement} */ (event.currentTarget);
	const data = new FormData(form);
	const fine = await logIn(String(data.get('name')).trim(), String(data.get('password')));
	if (fine) return;
	const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('password'));
	field.value = '';
	document.getElementById('login-error')?.focus();
}

function failure() {
	const { error, retry } = login.value;
	if (!error) return nothing;
	const text = error === 'slow_down' ? (retry ? say('login.wait', { span: span(retry * 1000) }) : say('login.wait_some'))
		: error === 'wrong_credentials' || error === 'bad_field' ? say('login.wrong') : word('error', error, say('error.other'));
	return html`<div id="login-error" class="utrecht-alert utrecht-alert--error" role="alert" tabindex="-1">
		<p class="utrecht-paragraph">${text}</p></div>`;
}

export function loginView() {
	const { busy, expired } = login.value;
	return html`<main class="login" id="main">
		<form class="login__card" @submit=${submit} aria-labelledby="login-title">
			<p class="brand">${mark()}<span>${say('app')}</span></p>
			<h1 class="utrecht-heading-1" id="login-title">${say('login.title')}</h1>
			${expired ? html`<p class="utrecht-paragraph login__expired" role="status">${say('login.expired')}</p>` : nothing}
			${failure()}
			<div class="field"><label class="utrecht-form-label" for="name">${say('login.name')}</label>
				<input class="utrecht-textbox" id="name" name="name" autocomplete="username" autocapitalize="none"
					spellcheck="false" required maxlength="80" ?autofocus=${true}></div>
			<div class="field"><label class="utrecht-form-label" for="password">${say('login.password')}</label>
				<input class="utrecht-textbox" id="password" name="password" type="password" required
					autocomplete="current-password" maxlength="200"></div>
			<button class="utrecht-button utrecht-button--primary-action" type="submit" aria-disabled=${busy ? 'true' : nothing}
				>${busy ? say('login.busy') : say('login.go')}</button>
			<p class="login__help">${say('login.help')}</p>
		</form>
		<p class="login__emergency">${emergencyButton()}</p>
	</main>`;
}

/** The doorway sign of Portiek. */
export function mark() {
	return html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect width="32" height="32" rx="7"
		class="mark__ground"></rect><path d="M9 26V12a7 7 0 0 1 14 0v14M6 26h20" class="mark__line"></path><circle
		cx="19" cy="18.5" r="1.8" class="mark__knob"></circle></svg>`;
}
