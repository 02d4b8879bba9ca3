/* Emergencies go before everything, also when the daemon is gone.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { arrive, assertAccessible, asGuest, check, leave, lobbyOfThisFile, press, shot, someAddress, visitor } from './lobby.mjs';

const lobby = lobbyOfThisFile();

check('[R51] the emergency door and button stand on every screen and need no form', async () => {
	const page = await visitor(lobby);
	assert.ok(await page.locator('.door--danger').isVisible());
	for (const path of ['woning/', 'omgeving/', 'volgen/', 'storing/', 'noodgeval/']) {
		await page.goto(`${lobby.url}nl/${path}`);
		assert.ok(await page.locator('.dock__emergency').isVisible(), path);
	}
	await asGuest(await startAgain(page), await someAddress(lobby));
	await press(page, '.dock__emergency');
	await arrive(page, /noodgeval\/$/);
	await press(page, '[data-code="GAS"]');
	await arrive(page, /noodgeval\/gaslucht\/$/);
	assert.ok(await page.locator('.alarm__leave').isVisible(), 'first line: leave');
	assert.equal(await page.locator('.order').count(), 3);
	assert.match(await page.locator('.call__number').innerText(), /0800-9009/);
	await shot(page, 'emergency-gas');
	await leave(page);
});

async function startAgain(page) {
	await page.goto(`${lobby.url}nl/`);
	return page;
}

check('[R52] one tap leaves an alarm, and the page says so', async () => {
	const page = await visitor(lobby, { path: 'noodgeval/brand/' });
	const posted = page.waitForResponse((reply) => reply.url().includes('/api/v1/alarms/'));
	await press(page, '.tell__button');
	assert.ok((await posted).ok());
	await page.locator('[data-alarm-done]').waitFor({ state: 'visible' });
	await shot(page, 'emergency-told');
	await leave(page);
});

check('[R51 R52] without scripts: browsing, the number and the alarm form still work', async () => {
	const page = await visitor(lobby, { javaScriptEnabled: false, path: 'noodgeval/' });
	page.plain = true;
	await page.locator('[data-code="BRAND"]').tap();
	await arrive(page, /brand\/$/);
	assert.match(await page.locator('.call__number').innerText(), /112/);
	const posted = page.waitForResponse((reply) => reply.request().method() === 'POST');
	await page.locator('.tell__button').tap();
	assert.ok([200, 201, 303].includes((await posted).status()));
	const other = await page.context().newPage();
	await other.goto(`${lobby.url}nl/woning/badkamer/`);
	assert.ok(await other.locator('.tile').count() > 2);
	await page.context().close();
});

check('[R51 R60] with the daemon stopped: storing page, emergency pages, and the alarm waits', async () => {
	const page = await visitor(lobby, { workers: 'allow' });
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await page.waitForFunction(async () => (await caches.keys()).length > 0 && navigator.serviceWorker.controller !== null);
	await lobby.stopKiosk();
	try {
		await page.goto(`${lobby.url}nl/woning/`);
		await arrive(page, /nl\/storing\/$/);
		assert.match(await page.locator('.call__number').innerText(), /\d/);
		await shot(page, 'storing');
		await assertAccessible(page, 'storing without daemon');
		await press(page, '[data-code="GAS"]');
		await arrive(page, /noodgeval\/gaslucht\/$/);
		assert.match(await page.locator('.call__number').innerText(), /0800-9009/);
		await press(page, '.tell__button');
		await page.locator('[data-alarm-failed]').waitFor({ state: 'visible' });
		await page.goto(`${lobby.url}en/volgen/`);
		await arrive(page, /en\/storing\/$/);
		await page.goto(`${lobby.url}nl/noodgeval/gaslucht/`);
	} finally {
		await lobby.startKiosk();
	}
	await page.locator('[data-alarm-done]').waitFor({ state: 'visible' });
	await page.context().close();
}, process.env.KIOSK_URL && !process.env.KIOSK_STOP ? 'the daemon cannot be switched' : false);
