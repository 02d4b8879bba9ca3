/* Deadlines that near or passed, told to whom it concerns. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, atPlace, check, newPage, officeOfThisFile, sample, shot } from './office.mjs';

const office = officeOfThisFile();

check('[D4 R17] a deadline that passed stands with whom it concerns until the case is opened', async () => {
	if (sample) return;
	await office.file({});
	const page = await atPlace(office, 'seintjes');
	await page.getByText('Geen seintjes').waitFor();
	await office.cut();
	const now = Date.now();
	for (const who of [office.name, 'iemand-anders'])
		office.stack.sql(`INSERT INTO notice (t, nr, who, what, clock, due) SELECT ${now}, min(nr), '${who}', 'late', 'done', ${now - 3_600_000} FROM case_file;`);
	await office.mend();
	const row = page.locator('.row');
	await row.first().waitFor(); /* by itself */
	assert.equal(await row.count(), 1);
	assert.match(await row.innerText(), /Klaar[^]*Termijn verlopen/);
	await assertAccessible(page, 'notices');
	await shot(page, 'seintjes');
	await page.locator('.row__link').click();
	await page.locator('#case-title').waitFor();
	await row.first().waitFor({ state: 'detached' });
	await page.setViewportSize({ width: 320, height: 640 });
	await assertReflows(page, 'notices at 320');
	await page.context().close();
});

check('[R52] an alarm nobody takes stands among the notices, with its clock and the reason of it, until it is taken', async () => {
	if (sample) return;
	await office.alarm('GAS');
	await office.settled();
	await office.cut();
	process.env.PORTIEK_CLOCK_OFFSET_MS = String(4 * 60_000);
	await office.mend();
	delete process.env.PORTIEK_CLOCK_OFFSET_MS;
	const { name, password } = office.as('kcc');
	const page = await newPage(office, { width: 1920, height: 1080 });
	await page.goto(`${office.url}#/seintjes`);
	await page.getByLabel('Gebruikersnaam').fill(name);
	await page.getByLabel('Wachtwoord').fill(password);
	await page.keyboard.press('Enter');
	const row = page.locator('.row', { hasText: 'Noodmelding die niemand oppakt' });
	await row.waitFor();
	await assertAccessible(page, 'an alarm among the notices');
	await row.locator('.row__link').click();
	const clock = page.locator('.alarm__clock');
	await clock.waitFor();
	assert.match(await clock.innerText(), /Noodmelding opgepakt[^]*te laat[^]*2 minuten na het noodsignaal/);
	await assertAccessible(page, 'the clock of an alarm');
	await shot(page, 'alarm-clock');
	await page.locator('table button').first().click();
	await clock.waitFor({ state: 'detached' });
	await page.goto(`${office.url}#/seintjes`);
	await page.getByText('Geen seintjes').waitFor();
	await page.context().close();
});
