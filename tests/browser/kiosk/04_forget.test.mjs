/* A shared screen forgets, and no accident loses or doubles a report.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import {
	arrive, asGuest, check, chooseDays, draftOf, giveContact, leave, memoryOf, lobbyOfThisFile, press, send, someAddress, tellOwnWords, visitor, where,
} from './lobby.mjs';

let address;
const lobby = lobbyOfThisFile(async (opened) => { address = await someAddress(opened); });

/** As far as the check page, by own words. */
async function toCheck(page) {
	await asGuest(page, address);
	await tellOwnWords(page, { name: 'Geheim Persoon' });
}

/** Time of the page, in steps its timers can follow. */
async function pass(page, seconds) {
	for (let left = seconds; left > 0; left -= 15) await page.clock.runFor(Math.min(left, 15) * 1000);
}

check('[R69] after a rest: a warning of at least 20 seconds, one tap keeps everything', async () => {
	const page = await visitor(lobby);
	await page.clock.install();
	await page.goto(`${lobby.url}nl/`);
	await toCheck(page);
	await pass(page, 80);
	assert.ok(await page.locator('#idle').isVisible());
	const left = Number(await page.locator('[data-idle-left]').innerText());
	assert.ok(left >= 20, `${left} seconds to react`);
	await page.locator('[data-idle-stay]').tap();
	assert.equal(await page.locator('#idle').isVisible(), false);
	assert.equal((await draftOf(page)).name, 'Geheim Persoon');
	await leave(page);
});

check('[R69] without an answer everything typed is wiped and the start page returns', async () => {
	const page = await visitor(lobby);
	await page.clock.install();
	await page.goto(`${lobby.url}nl/`);
	await toCheck(page);
	await pass(page, 80);
	await page.clock.runFor(31_000);
	await arrive(page, /^nl\/$/);
	assert.equal((await memoryOf(page)).includes('Geheim'), false);
	await page.goBack();
	await page.waitForLoadState('load');
	assert.equal((await page.content()).includes('Geheim'), false, 'Back shows nothing of it');
	await leave(page);
});

check('[R51 R69] an emergency page stays three times as long, and forgets too', async () => {
	const page = await visitor(lobby);
	await page.clock.install();
	await page.goto(`${lobby.url}nl/`);
	await toCheck(page);
	await page.goto(`${lobby.url}nl/noodgeval/gaslucht/`);
	await page.locator('html[data-ready]').waitFor({ state: 'attached' });
	await pass(page, 200);
	assert.equal(await page.locator('#idle').isVisible(), false);
	await pass(page, 30);
	assert.ok(await page.locator('#idle').isVisible());
	await page.clock.runFor(31_000);
	await arrive(page, /^nl\/$/);
	assert.equal((await memoryOf(page)).includes('Geheim'), false);
	await leave(page);
});

check('[R69] the start page at rest becomes the attract screen; a touch wakes it', async () => {
	const page = await visitor(lobby);
	await page.clock.install();
	await page.goto(`${lobby.url}nl/`);
	await page.waitForLoadState('networkidle');
	await pass(page, 65);
	assert.ok(await page.locator('#attract').isVisible());
	const first = await page.locator('.attract__card').boundingBox();
	await page.clock.runFor(13_000);
	const then = await page.locator('.attract__card').boundingBox();
	assert.notDeepEqual(first, then, 'the card wanders');
	await page.locator('#attract').tap();
	assert.equal(await page.locator('#attract').isVisible(), false);
	assert.equal(where(page), 'nl/', 'the waking touch opens nothing');
	await leave(page);
});

check('[R69] Stop wipes at once', async () => {
	const page = await visitor(lobby);
	await toCheck(page);
	await press(page, '.dock__stop');
	await arrive(page, /^nl\/$/);
	assert.equal((await memoryOf(page)).includes('Geheim'), false);
	await leave(page);
});

check('[R69] after sending nothing is left: Back leads to the start, "Klaar" wipes the receipt', async () => {
	const page = await visitor(lobby);
	await toCheck(page);
	const { receipt } = await send(page);
	assert.equal(await draftOf(page), null);
	await page.goBack();
	await arrive(page, /^nl\/$/);
	assert.equal((await memoryOf(page)).includes('Geheim'), false);
	assert.equal((await page.content()).includes(receipt), false);
	await leave(page);
});

check('[R69] the receipt counts down and closes by itself', async () => {
	const page = await visitor(lobby);
	await page.clock.install();
	await page.goto(`${lobby.url}nl/`);
	await toCheck(page);
	await send(page);
	const first = Number(await page.locator('[data-left]').innerText());
	await page.clock.runFor(5000);
	assert.ok(Number(await page.locator('[data-left]').innerText()) < first, 'the countdown is visible');
	await pass(page, 95);
	await arrive(page, /^nl\/$/);
	assert.equal((await memoryOf(page)).includes('receipt'), false);
	await leave(page);
});

check('[R40 R61] a double tap on send makes one report', async () => {
	const page = await visitor(lobby);
	await toCheck(page);
	const bodies = [];
	page.on('request', (request) => {
		if (request.method() === 'POST' && request.url().endsWith('/reports')) bodies.push(request.postDataJSON());
	});
	await page.locator('[data-send] button:enabled').waitFor();
	await page.locator('[data-send] button').dblclick({ noWaitAfter: true });
	await arrive(page, /klaar\/$/);
	assert.equal(bodies.length, 1);
	const reply = await fetch(`${lobby.url}api/v1/reports`, {
		method: 'POST', headers: { 'content-type': 'application/json', origin: lobby.url.replace(/\/$/, '') }, body: JSON.stringify(bodies[0]),
	});
	const again = await reply.json();
	assert.equal(reply.status, 200, 'the same id again is the same report');
	assert.equal(again.receipt, await page.locator('[data-receipt]').innerText());
	assert.equal(again.follow, null, 'the code is shown once');
	await leave(page);
});

check('[R61] when saving fails it is said in words near the button, and a second try succeeds', async () => {
	const page = await visitor(lobby);
	await toCheck(page);
	await page.route('**/api/v1/reports', (route) => route.abort(), { times: 1 });
	await press(page, '[data-send] button:enabled');
	await page.locator('[data-error]').waitFor({ state: 'visible' });
	assert.match(await page.locator('[data-error]').innerText(), /Probeer|bel/i);
	assert.match(await page.locator('[data-error]').innerText(), /\d{3}/, 'a number to call');
	assert.equal(await page.locator('html').getAttribute('data-page'), 'check');
	await page.route('**/api/v1/reports', (route) => route.fulfill({
		status: 503, contentType: 'application/problem+json', body: '{"status":503,"code":"queue_full"}',
	}), { times: 1 });
	await press(page, '[data-send] button:enabled');
	await page.waitForFunction(() => document.querySelector('[data-error-text]')?.textContent?.includes('vol'));
	await page.route('**/api/v1/reports', (route) => route.fulfill({
		status: 422, contentType: 'application/problem+json', body: '{"status":422,"code":"bad_field","field":"contact/phone"}',
	}), { times: 1 });
	await press(page, '[data-send] button:enabled');
	await page.locator('.check__row--wrong', { hasText: '06' }).waitFor();
	await send(page);
	await leave(page);
});

check('[R67] the language can change in the middle of a form: place and answers stay', async () => {
	const page = await visitor(lobby);
	await asGuest(page, address);
	await press(page, '[data-room="BAD"]');
	await arrive(page, /badkamer\/$/);
	await press(page, '.tile--other');
	await arrive(page, /anders\/$/);
	await page.keyboard.type('half getypt');
	await press(page, '[data-lang="en"]');
	await arrive(page, /^en\/woning\/badkamer\/anders\/$/);
	assert.equal(await page.locator('html').getAttribute('lang'), 'en');
	assert.equal(await page.locator('.field__input').inputValue(), 'half getypt');
	await press(page, 'form[data-form] button[type=submit]');
	await chooseDays(page);
	await press(page, '[data-lang="nl"]');
	await arrive(page, /^nl\/contact\/naam\/$/);
	await giveContact(page);
	assert.match(await page.locator('.check').innerText(), /ochtend/);
	await press(page, '[data-lang="en"]');
	await arrive(page, /^en\/controle\/$/);
	await page.locator('.check__row').first().waitFor();
	assert.match(await page.locator('.check').innerText(), /morning/, 'codes are kept, not texts');
	await leave(page);
});

check('[R69] a later page without answers goes back to the start', async () => {
	for (const path of ['dagdelen/', 'contact/naam/', 'controle/', 'klaar/', 'woning/ruimte/', 'woning/badkamer/']) {
		const page = await visitor(lobby, { path });
		await arrive(page, /^nl\/$/);
		await leave(page);
	}
});

check('[R27 R69] nothing personal is ever kept beyond the tab', async () => {
	const page = await visitor(lobby);
	await toCheck(page);
	assert.equal(await page.evaluate(() => localStorage.length), 0);
	const other = await page.context().newPage();
	await other.goto(`${lobby.url}nl/controle/`);
	await other.waitForURL(`${lobby.url}nl/`);
	await leave(page);
});
