/* Alarms, queues, and the whole thing by keyboard. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, atPlace, check, enter, newPage, officeOfThisFile, shot } from './office.mjs';

const office = officeOfThisFile();

const PLACES = ['te-laat', 'nieuw', 'alle', 'adressen', 'bellen', 'alarmen', 'uitzonderingen', 'quarantaine', 'ontvangst', 'register', 'post', 'zuilen',
	'mijn', 'projectleider', 'doorverwezen', 'wacht', 'te-plannen', 'seintjes', 'acties'];

check('[R52] an alarm stands above everything at once, and whoever takes it is named', async () => {
	const page = await newPage(office);
	await page.addInitScript(() => {
		globalThis.tones = 0;
		const start = OscillatorNode.prototype.start;
		OscillatorNode.prototype.start = function count(...when) {
			globalThis.tones += 1;
			return start.apply(this, when);
		};
	});
	await enter(office, page);
	assert.equal(await page.locator('.alarm').count(), 0);
	await office.alarm('GAS');
	const banner = page.getByRole('alert').filter({ hasText: 'Noodmelding' });
	await banner.waitFor();
	assert.match(await page.title(), /^\(\d+\)/);
	await shot(page, 'alarm');
	await assertAccessible(page, 'alarm');
	await page.waitForFunction(() => globalThis.tones >= 2);
	await banner.getByRole('button', { name: 'Ik neem deze aan' }).first().click();
	await page.locator('.alarm').waitFor({ state: 'detached' });
	await page.goto(`${office.url}#/alarmen`);
	await page.getByText(/Aangenomen door/).first().waitFor();
	await page.context().close();
});

check('[R66 R68] from log-in to a logged call by keyboard alone', async () => {
	const receipt = await office.file({});
	const page = await newPage(office);
	await page.goto(`${office.url}#/alle`);
	await page.getByLabel('Gebruikersnaam').waitFor();
	await page.waitForFunction(() => document.activeElement?.id === 'name');
	await page.keyboard.type(office.name);
	await page.keyboard.press('Tab');
	await page.keyboard.type(office.password);
	await page.keyboard.press('Enter');
	await page.locator(`[data-receipt="${receipt}"]`).waitFor();
	await page.keyboard.press('/');
	assert.equal(await page.evaluate(() => document.activeElement?.id), 'q');
	await page.keyboard.type(receipt);
	await page.waitForFunction(() => document.querySelectorAll('.row').length === 1);
	await page.keyboard.press('Escape');
	await page.keyboard.press('j');
	await page.keyboard.press('o');
	await page.locator('#case .receipt', { hasText: receipt }).first().waitFor();
	await page.waitForFunction(() => document.activeElement?.id === 'case-title');
	await page.keyboard.press('n');
	await page.keyboard.type('Gebeld met het toetsenbord.');
	await page.keyboard.press('Control+Enter');
	await page.getByText('Vastgelegd: u heeft de melder gesproken').waitFor();
	await page.keyboard.press('u');
	assert.ok(await page.evaluate(() => document.activeElement?.closest('#list') !== null), 'back in the list');
	await page.keyboard.press('?');
	await page.getByRole('dialog', { name: 'Sneltoetsen' }).waitFor();
	await assertAccessible(page, 'sheet of keys');
	await page.keyboard.press('Escape');
	await page.getByRole('dialog').waitFor({ state: 'hidden' });
	await page.context().close();
});

check('[R68] single keys can be switched off and stay off', async () => {
	const page = await atPlace(office, 'alle');
	await page.locator('.row').first().waitFor();
	await page.keyboard.press('?');
	await page.getByRole('dialog').getByLabel('Sneltoetsen aan').uncheck();
	await page.keyboard.press('Escape');
	await page.reload();
	await page.locator('.row').first().waitFor();
	await page.keyboard.press('?');
	await page.keyboard.press('/');
	assert.equal(await page.getByRole('dialog').count(), 0);
	assert.notEqual(await page.evaluate(() => document.activeElement?.id), 'q');
	await page.context().close();
});

check('[R68] axe finds nothing in any view, nor on a case, nor at the log-in', async () => {
	const receipt = await office.file({ lang: 'en', words: 'Please call after six.' });
	const page = await newPage(office);
	await page.goto(office.url);
	await page.getByLabel('Gebruikersnaam').waitFor();
	await assertAccessible(page, 'log-in');
	await page.context().close();
	const inside = await atPlace(office, 'alle');
	for (const place of PLACES) {
		await inside.goto(`${office.url}#/${place}`);
		await inside.locator('.row, .utrecht-table, .pane-state').first().waitFor();
		await assertAccessible(inside, place);
		await shot(inside, place);
	}
	await inside.goto(`${office.url}#/alle`);
	await inside.locator(`[data-receipt="${receipt}"]`).click({ force: true });
	await inside.locator('.card').first().waitFor();
	await inside.getByText('Waarom deze partij?').click();
	await assertAccessible(inside, 'case');
	await shot(inside, 'case');
	await inside.context().close();
});

check('[R68] every view reflows at 320 px, and at 200 % of a small screen', async () => {
	for (const [width, height] of [[320, 640], [640, 400]]) {
		const page = await atPlace(office, 'alle', { width, height });
		for (const place of PLACES) {
			await page.goto(`${office.url}#/${place}`);
			await page.locator('.row, .utrecht-table, .pane-state').first().waitFor();
			await assertReflows(page, `${place} at ${width}`);
		}
		await page.goto(`${office.url}#/alle`);
		await page.locator('.row__link').first().click();
		await page.locator('.case__head').waitFor();
		await assertReflows(page, `case at ${width}`);
		await assertAccessible(page, `case at ${width}`);
		await shot(page, `case-${width}`);
		await page.getByRole('link', { name: 'Terug naar de lijst' }).click();
		await page.locator('.row').first().waitFor();
		await page.context().close();
	}
});

check('[-] the kiosk that sent it stands in the list of kiosks with its last contact', async () => {
	const page = await atPlace(office, 'zuilen');
	await page.locator('.utrecht-table tbody tr').first().waitFor();
	assert.match(await page.locator('.utrecht-table tbody').innerText(), /\w\w \d+ \w+ \d\d:\d\d/);
	await page.context().close();
});
