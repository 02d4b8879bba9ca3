/* Behind a personal link: a file can be sent along. Everything else on the page works without this.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
const form = /** @type {HTMLFormElement|null} */ (document.querySelector('[data-upload]'));
const MOST = 8 * 1024 * 1024;

/** @param {string} text */
function tell(text) {
	const state = form?.querySelector('[data-state]');
	if (state) state.textContent = text;
}

/** @param {File} file @param {string} to */
async function send(file, to) {
	tell('Bezig met versturen …');
	try {
		const reply = await fetch(`${to}?name=${encodeURIComponent(file.name.replace(/[^\w .-]/g, '_').slice(0, 80))}`,
			{ method: 'POST', body: file, headers: { 'Content-Type': file.type } });
		if (reply.ok) location.reload();
		else tell((await reply.json().catch(() => ({}))).detail ?? 'Dit bestand kunnen wij niet aannemen.');
	} catch {
		tell('Er is geen verbinding. Probeer het straks opnieuw.');
	}
}

if (form) {
	form.hidden = false;
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const file = form.querySelector('input')?.files?.[0];
		if (!file) return;
		if (file.size > MOST) tell('Dit bestand is te groot: ten hoogste 8 MB.');
		else void send(file, form.dataset.upload ?? '');
	});
}
