/* Log-in and the live inbox. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { atPlace, check, enter, newPage, officeOfThisFile, rowOf, shot } from './office.mjs';

const office = officeOfThisFile();

check('[-] a wrong password gives a sentence beside the fields, the right one the inbox', async () => {
	const page = await newPage(office);
	await page.goto(office.url);
	await page.getByLabel('Gebruikersnaam').fill(office.name);
	await page.getByLabel('Wachtwoord').fill('fout');
	await page.getByRole('button', { name: 'Log in' }).click();
	const alert = page.getByRole('alert');
	await alert.waitFor();
	assert.match(await alert.innerText(), /horen niet bij elkaar/);
	assert.equal(await page.getByLabel('Wachtwoord').inputValue(), '');
	await page.getByLabel('Wachtwoord').fill(office.password);
	await page.keyboard.press('Enter');
	await page.locator('.line--on').waitFor();
	await page.getByRole('navigation', { name: 'Weergaven' }).waitFor();
	assert.deepEqual(page.troubles, []);
	await page.context().close();
});

check('[R66 R62] a synced case appears without reload, is marked as new and said aloud', async () => {
	const page = await atPlace(office, 'alle');
	await page.evaluate(() => { globalThis.stayed = true; });
	await page.locator('#list p.quiet[role=status]', { hasText: /\S/ }).first().waitFor(); /* the list as it was before */
	const receipt = await office.file({});
	await rowOf(page, receipt).waitFor();
	const row = rowOf(page, receipt);
	assert.match(await row.getAttribute('class'), /row--fresh/);
	assert.match(await row.getAttribute('class'), /row--unread/);
	await page.locator('#heard', { hasText: /nieuwe zaak/i }).waitFor({ state: 'attached' });
	assert.equal(await page.evaluate(() => globalThis.stayed), true, 'the page was never reloaded');
	await shot(page, 'live');
	await page.context().close();
});

check('[R66] a broken line is visible, the list stays, and it mends by itself', async () => {
	const page = await atPlace(office, 'alle');
	await page.locator('.row').first().waitFor();
	await office.cut();
	await page.locator('.line--off').waitFor();
	assert.match(await page.locator('.line').innerText(), /Geen verbinding|Niet live/);
	assert.ok(await page.locator('.row').count() > 0, 'the rows stay on screen');
	await shot(page, 'offline');
	await office.mend();
	await page.locator('.line--on').waitFor();
	await page.context().close();
});

check('[-] a log-in that ended says so and leads back to the same place', async () => {
	const page = await atPlace(office, 'alle');
	await page.context().clearCookies();
	if (process.env.OFFICE_SAMPLE === '1') await fetch(`${office.url}dev/expire`);
	await page.goto(`${office.url}#/nieuw`);
	await page.getByText('U bent uitgelogd').waitFor();
	await page.getByLabel('Gebruikersnaam').fill(office.name);
	await page.getByLabel('Wachtwoord').fill(office.password);
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { level: 2, name: 'Nieuw' }).waitFor();
	await page.context().close();
});

check('[-] logging out empties the screen', async () => {
	const page = await newPage(office);
	await enter(office, page);
	await page.locator('.menu summary').click();
	await page.getByRole('button', { name: 'Log uit' }).click();
	await page.getByLabel('Gebruikersnaam').waitFor();
	assert.equal(await page.locator('.row').count(), 0);
	await page.context().close();
});

check('[R63] what is late stands first, under its own heading, and says since when', async () => {
	const receipt = await office.fileLate();
	const page = await atPlace(office, 'te-laat');
	await rowOf(page, receipt).waitFor();
	const group = page.locator('.list__group').first();
	assert.match(await group.innerText(), /^Te laat/);
	const row = rowOf(page, receipt);
	assert.match(await row.locator('.row__why').innerText(), /Termijn was \w\w \d+ \w+/);
	assert.match(await row.locator('.chip').innerText(), /te laat/);
	await shot(page, 'late');
	await page.context().close();
});
