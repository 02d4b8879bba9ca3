/* One person asks what is kept, and to be forgotten: the administrator looks it up, keeps it as a file and takes
 * it out of closed cases. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { assertAccessible, assertReflows, check, clerk, officeOfThisFile, sample, shot, staffAt } from './office.mjs';

const office = officeOfThisFile();

const enterAs = (who, place, options) => staffAt(office, who, place, options);

check('[R55 R66] a person is looked up, kept as a file and forgotten once the last case is closed', async () => {
	if (sample) return;
	const contact = { name: 'Quirinus Zwaluwe', phone: '0687654321', mail: '', via: 'phone' };
	const receipt = await office.file({ contact, words: 'de xylofoon lekt' });
	await office.settled();
	const page = await enterAs('beheer', 'personen');
	await page.getByRole('radio', { name: 'Telefoonnummer' }).check();
	await page.getByRole('textbox', { name: 'Telefoonnummer' }).fill('12');
	await page.keyboard.press('Enter');
	await page.getByText('Dit is geen telefoonnummer.').waitFor();
	await page.waitForFunction(() => document.activeElement?.id === 'person-value');
	await page.keyboard.press('Control+a');
	await page.keyboard.type('06 8765 4321');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: '1 zaak van deze persoon' }).waitFor();
	await page.getByRole('cell', { name: receipt }).waitFor();
	await assertAccessible(page, 'persons');
	await shot(page, 'persons');
	const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Bewaar als bestand' }).click()]);
	assert.equal(file.suggestedFilename(), 'persoonsgegevens.json');
	const told = JSON.parse(await readFile(await file.path(), 'utf8'));
	assert.equal(told.cases[0].report.contact.name, 'Quirinus Zwaluwe');
	const forget = async () => {
		await page.getByRole('button', { name: 'Vergeet deze persoon' }).click();
		await page.getByRole('button', { name: 'Ja, vergeet' }).waitFor();
		await page.waitForFunction(() => document.activeElement?.closest('.confirm') !== null);
		await page.keyboard.press('Enter');
	};
	await forget();
	await page.getByText(/Er loopt nog 1 zaak van deze persoon/).waitFor();
	await shot(page, 'persons-open');

	const lead = await clerk(office, 'leider');
	const { cases } = await lead.ask('/api/v1/cases?view=all');
	await lead.step(cases.find((/** @type {any} */ c) => c.receipt === receipt).nr, 'withdraw', { note: 'toch niet nodig' });

	await forget();
	await page.getByText('Vergeten: 1 zaak noemt deze persoon niet meer.').waitFor().catch(async () => {
		assert.fail(`not forgotten: ${await page.locator('.list__body').innerText()}`);
	});
	await page.setViewportSize({ width: 320, height: 700 });
	await assertReflows(page, 'persons at 320');
	await shot(page, 'persons-320');
	assert.deepEqual(page.troubles, []);
	await page.context().close();
});

check('[R55] nobody but the administrator is offered the page', async () => {
	if (sample) return;
	const page = await enterAs('kcc', 'alle');
	assert.equal(await page.getByRole('link', { name: 'Persoonsgegevens' }).count(), 0);
	await page.context().close();
});
