/* The phone desk takes a report with the same pages, below the office's own address.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import {
	arrive, asGuest, assertAccessible, check, giveContact, leave, lobbyOfThisFile, press, send, shot, someAddress, tellOwnWords, type,
} from './lobby.mjs';

const lobby = lobbyOfThisFile();

/** The phone desk worker, logged in, before the start page. */
async function operator() {
	const context = await lobby.browser.newContext({ viewport: { width: 1440, height: 900 }, hasTouch: true, serviceWorkers: 'block' });
	const page = await context.newPage();
	page.troubles = [];
	page.on('pageerror', (error) => page.troubles.push(error.message));
	page.lobby = { url: `${lobby.central}melden/` };
	await page.goto(lobby.central);
	const status = await page.evaluate(async ({ name, password }) => {
		const reply = await fetch('/api/v1/login', {
			method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, password }),
		});
		return reply.status;
	}, lobby.logins.kcc);
	assert.equal(status, 200);
	await page.goto(`${page.lobby.url}nl/`);
	return page;
}

const needed = process.env.KIOSK_URL ? 'needs an office of its own' : false;

check('[R26 R49 R50] the operator uses the same wizard, by keyboard alone', async () => {
	const page = await operator();
	page.byKeys = true;
	await asGuest(page, await someAddress(lobby));
	assert.equal(await page.locator('.simple-keyboard').count(), 0, 'no screen keys at a desk');
	await tellOwnWords(page);
	await shot(page, 'desk-check');
	await assertAccessible(page, 'check page at the desk');
	const { receipt } = await send(page);
	assert.match(receipt, /-/);
	await leave(page);
}, needed);

check('[R3 R49] the desk asks the same about energy and sees the same party', async () => {
	const page = await operator();
	page.byKeys = true;
	await press(page, '.door[href^="energie/"]');
	await arrive(page, /energie\/$/);
	await press(page, '[data-code="question"]');
	await arrive(page, /woning\/$/);
	await press(page, 'a[href="adres/"]');
	await arrive(page, /woning\/adres\/$/);
	await type(page, 'Zonneweide');
	await arrive(page, /#nummer$/);
	await type(page, '3');
	await press(page, page.locator('[data-found] .tile').first());
	await arrive(page, /energie\/over\/$/);
	await press(page, '[data-code="MONITORING"]');
	await arrive(page, /energiemeting\/$/);
	await press(page, '[data-code="GEEN-TOEGANG"]');
	await arrive(page, /energie\/eerder\/$/);
	await page.locator('[data-code="before_party"]', { hasText: 'Meetwijzer' }).waitFor();
	await press(page, '[data-code="before_party"]');
	await arrive(page, /energie\/moeite\/$/);
	await press(page, '[data-code="dissatisfied"]');
	await arrive(page, /energie\/partij\/$/);
	await page.locator('.party__card').nth(1).waitFor();
	await shot(page, 'desk-party');
	await press(page, '[data-code="send_us"]');
	await arrive(page, /energie\/woorden\/$/);
	await press(page, '[data-skip]');
	await giveContact(page);
	const { receipt } = await send(page);
	assert.match(receipt, /-/);
	await leave(page);
}, needed);

check('[R49 R51] the desk has the same emergency script', async () => {
	const page = await operator();
	await press(page, '.door--danger');
	await arrive(page, /noodgeval\/$/);
	await press(page, '[data-code="GAS"]');
	await arrive(page, /gaslucht\/$/);
	await press(page, '.tell__button');
	await page.locator('[data-alarm-done]').waitFor({ state: 'visible' });
	await leave(page);
}, needed);
