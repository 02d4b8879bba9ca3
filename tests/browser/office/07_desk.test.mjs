/* The phone desk's addresses and the register, by keyboard alone. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, atPlace, check, newPage, officeOfThisFile, sample, shot } from './office.mjs';

const office = officeOfThisFile();

const focused = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.className);
const focusOn = (page, id) => page.waitForFunction((want) => document.activeElement?.id === want, id);

/** The same office with another log-in. */
async function as(name, place, size) {
	const login = office.as(name);
	const page = await newPage(office, size);
	await page.goto(`${office.url}#/${place}`);
	await page.getByLabel('Gebruikersnaam').fill(login?.name ?? office.name);
	await page.getByLabel('Wachtwoord').fill(login?.password ?? office.password);
	await page.keyboard.press('Enter');
	await page.locator('.line--on').waitFor();
	return page;
}

check('[R10 R3 R7] typing, arrows and Enter open an address with whom to call; Escape is the next caller', async () => {
	if (sample) return;
	const page = await atPlace(office, 'adressen');
	await focusOn(page, 'q');
	await page.keyboard.type('zonnew 3');
	await page.locator('.row--home', { hasText: 'Zonneweide 3' }).first().waitFor();
	assert.match(await page.locator('.row--home').first().innerText(), /Nulpunt Wonen/);
	await shot(page, 'desk-list');
	await assertAccessible(page, 'found addresses');
	await page.keyboard.press('ArrowDown');
	assert.match(await focused(page), /row__link/);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('ArrowUp');
	assert.equal(await focused(page), 'q', 'up from the first is the field again');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.locator('#card-refer').waitFor();
	await focusOn(page, 'case-title');
	const refer = await page.locator('.card', { has: page.locator('#card-refer') }).innerText();
	assert.match(refer, /Helpdesk monitoring/);
	assert.match(refer, /088 000 2110/);
	assert.match(refer, /De huurder belt hen eerst/);
	assert.match(refer, /antwoord binnen 1 werkdag/);
	assert.match(refer, /Contract NOM-2024-01 voor monitoring geldt tot en met 1 januari 2034/);
	assert.match(await page.locator('#case').innerText(), /Van dit adres is nog niets gemeld/);
	await assertAccessible(page, 'address');
	await shot(page, 'desk-address');
	await page.keyboard.press('Escape');
	assert.equal(await focused(page), 'q');
	await page.keyboard.press('Escape');
	assert.equal(await page.locator('#q').inputValue(), '');
	assert.equal(await focused(page), 'q');
	assert.deepEqual(page.troubles, []);
	await page.context().close();
});

check('[R10] Enter behind the last letter opens the first answer, found by name, number and receipt too', async () => {
	if (sample) return;
	const receipt = await office.file({});
	await office.settled();
	const page = await atPlace(office, 'adressen');
	await focusOn(page, 'q');
	for (const typed of ['8299zw 5', '10001', receipt]) {
		await page.keyboard.type(typed);
		await page.keyboard.press('Enter');
		await page.locator('.row--here').waitFor();
		await page.locator('.case__head h2').waitFor();
		await focusOn(page, 'case-title');
		await page.keyboard.press('Escape');
		await page.keyboard.press('Escape');
	}
	await page.locator('.lines').getByText(receipt).waitFor();
	assert.match(await page.locator('#case').innerText(), /Geen doorverwijzing/);
	await page.context().close();
});

check('[R7] what is wrong stands in the register with its count, and is mended there by keyboard', async () => {
	if (sample) return;
	const page = await as('manager', 'register');
	await page.getByText('3 fouten te herstellen').waitFor();
	assert.match(await page.locator('.view', { hasText: 'Register' }).innerText(), /3/);
	await assertAccessible(page, 'faults');
	await page.keyboard.press('j');
	await page.keyboard.press('Enter');
	await focusOn(page, 'case-title');
	await page.getByRole('heading', { name: 'Buurtbemiddeling Lindehaven' }).waitFor();
	await page.locator('[data-row-of="contact-0"] summary').focus();
	await page.keyboard.press('Enter');
	await page.locator('#contact-0-phone').focus();
	await page.keyboard.type('vast');
	await page.keyboard.press('Enter');
	await page.locator('#contact-0-phone[aria-invalid]').waitFor();
	await focusOn(page, 'contact-0-phone');
	await assertAccessible(page, 'a refused field');
	await shot(page, 'desk-party');
	await page.keyboard.press('Control+A');
	await page.keyboard.type('088 000 2600');
	await page.keyboard.press('Enter');
	await page.getByText('2 fouten te herstellen').waitFor();
	await page.getByText('Opgeslagen.').waitFor();
	await focusOn(page, 'case-title');
	assert.match(await page.locator('[data-row-of="contact-0"]').innerText(), /088 000 2600/);
	assert.deepEqual(page.troubles, []);
	const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download als spreadsheet' }).click()]);
	assert.match(download.suggestedFilename(), /^register-\d{4}-\d\d-\d\d\.csv$/);
	await page.context().close();
});

check('[R7] whoever may not change the register reads it', async () => {
	if (sample) return;
	const page = await as('kcc', 'register/frisselucht');
	await page.getByRole('heading', { name: 'Frisse Lucht' }).waitFor();
	assert.equal(await page.locator('.mend').count(), 0);
	await page.locator('[data-row-of="contact-0"] summary').click();
	await page.getByText('planning@frisselucht.example').waitFor();
	await page.context().close();
});

check('[R68] addresses and the register reflow at 320 px and stay readable wide', async () => {
	for (const [width, height] of [[320, 640], [1280, 800], [1920, 1080]]) {
		const page = await as('manager', 'adressen', { width, height });
		await page.locator('#q').fill(sample ? 'linde' : 'zonnew 3');
		await page.locator('.row--home').first().waitFor();
		await assertReflows(page, `found at ${width}`);
		await page.locator('.row--home a').first().click();
		await page.locator('#card-address').waitFor();
		await assertReflows(page, `address at ${width}`);
		await assertAccessible(page, `address at ${width}`);
		await shot(page, `desk-address-${width}`);
		await page.goto(`${office.url}#/register/${sample ? 'pomp' : 'frisselucht'}`);
		await page.locator('#card-contacts').waitFor();
		for (const fold of await page.locator('.mend__row:not(.mend__row--new) summary').all()) await fold.click();
		await assertReflows(page, `party at ${width}`);
		await assertAccessible(page, `party at ${width}`);
		await shot(page, `desk-party-${width}`);
		await page.context().close();
	}
});
